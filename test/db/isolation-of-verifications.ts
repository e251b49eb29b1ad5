import { findEvent } from "#db/audit-trail.ts";
import { contentOfRecords, countEventsWithin, countLive, letInFor } from "#db/auditor.ts";
import type { Db } from "#db/connect.ts";
import { namesOfTokens } from "#db/tokens.ts";
import { listEndingAccess, setAccessEnd } from "#db/users.ts";
import {
  endVerification,
  findVerification,
  insertVerification,
  listVerifications,
  noteVerified,
  openVerification,
} from "#db/verifications.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";
const always = { from: "2000-01-01T00:00:00.000Z", to: later };
const id = "ver_of_the_other";
const verdict = { ok: true, upToSeq: 1, firstBreak: null, streamBreak: null };

/** Has the log of the other workspace walked. */
export async function otherVerifications(db: Db, workspaceId: string, startedBy: string): Promise<void> {
  await insertVerification(db, { workspaceId, id, upTo: null, startedBy, createdAt: now });
  await setAccessEnd(db, workspaceId, startedBy, { endsAt: later, by: startedBy });
  await db.updateTable("verifications").set({ state: "running" }).where("id", "=", id).execute();
}

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

export const verificationReads: Record<string, [ask: Ask, answer: unknown]> = {
  findVerification: [(db, workspaceId) => findVerification(db, workspaceId, id), undefined],
  openVerification: [(db, workspaceId) => openVerification(db, workspaceId), undefined],
  listVerifications: [(db, workspaceId) => listVerifications(db, workspaceId, { limit: 9 }), []],
  listEndingAccess: [(db, workspaceId) => listEndingAccess(db, workspaceId, { after: now, until: later }), []],
  countLive: [(db, workspaceId) => countLive(db, workspaceId, now), []],
  letInFor: [
    (db, workspaceId) => letInFor(db, workspaceId, { ...always, reason: "MFA_EXCEPTION_APPLIED", limit: 9 }),
    { rows: [], total: 0, isCut: false },
  ],
  countEventsWithin: [
    (db, workspaceId) => countEventsWithin(db, workspaceId, { ...always, types: ["exception.approved"] }),
    0,
  ],
  contentOfRecords: [(db, workspaceId, { exception }) => contentOfRecords(db, workspaceId, [exception.id]), new Map()],
  // The asking workspace has no more than the first few rows of its own.
  findEvent: [(db, workspaceId) => findEvent(db, workspaceId, 9), undefined],
  namesOfTokens: [(db, workspaceId, { token }) => namesOfTokens(db, workspaceId, [token.id]), []],
};

export const verificationChanges: Record<string, Ask> = {
  setAccessEnd: (db, workspaceId, { userId }) => setAccessEnd(db, workspaceId, userId, { endsAt: now, by: null }),
  noteVerified: (db, workspaceId) => noteVerified(db, { workspaceId, id }, { done: 9, total: 9 }, later),
  endVerification: (db, workspaceId) => endVerification(db, { workspaceId, id }, { verdict, fault: null }, later),
};
