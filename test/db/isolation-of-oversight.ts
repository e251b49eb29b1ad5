import type { Db } from "#db/connect.ts";
import { absentFor } from "#db/delegations.ts";
import { reviewsOf } from "#db/reviews.ts";
import { endSessionsRestingOn } from "#db/sessions.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";

/** What each query about exceptions in force answers, as in the list of all queries. */
export const oversightReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  reviewsOf: [(db, id, { exception }) => reviewsOf(db, id, exception.id), []],
  absentFor: [(db, id, { delegation }) => absentFor(db, id, delegation.toUserId, now), []],
};

/** Changes that name what another workspace has. */
export const oversightChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  endSessionsRestingOn: (db, id, { exception }) => endSessionsRestingOn(db, id, { exceptionId: exception.id, now }),
};
