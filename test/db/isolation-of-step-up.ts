import type { Db } from "#db/connect.ts";
import { forgetStepUpReturns, insertStepUpReturn, moveStepUpReturns, takeStepUpReturn } from "#db/step-up-returns.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const soon = "2026-11-20T10:45:00.000Z";
const kept = { idHash: "id-of-the-other", sessionIdHash: "hash-of-the-other", path: "/exceptions" };

/** Leaves a form of the other workspace waiting, for the queries to reach for. */
export async function otherStepUp(db: Db, workspaceId: string, userId: string): Promise<void> {
  await insertStepUpReturn(db, { ...kept, workspaceId, userId, typed: "sealed", createdAt: now, expiresAt: soon });
}

/** Takes or moves what waits for somebody of another workspace. */
export const stepUpChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  takeStepUpReturn: (db, id, { userId }) => takeStepUpReturn(db, { ...kept, workspaceId: id, userId, now }),
  moveStepUpReturns: (db, id, { userId }) =>
    moveStepUpReturns(db, { ...kept, workspaceId: id, userId, toIdHash: "taken over" }),
  forgetStepUpReturns: (db, id, { userId }) => forgetStepUpReturns(db, id, userId, soon),
};
