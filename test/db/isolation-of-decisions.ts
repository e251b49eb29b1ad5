import { chasesOf, noteChase } from "#db/approval-chases.ts";
import type { Db } from "#db/connect.ts";
import { delegatesAt, findDelegation, listDelegations, revokeDelegation } from "#db/delegations.ts";
import { listUnratified, listWaiting } from "#db/waiting.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";

/** What approvers decide, give away and are reminded of, asked for from another workspace. */
export const decisionReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  listWaiting: [(db, id) => listWaiting(db, id, { now, after: null, limit: 9 }), []],
  listUnratified: [(db, id) => listUnratified(db, id, now), []],
  chasesOf: [(db, id, { exception }) => chasesOf(db, id, [exception.id]), []],
  delegatesAt: [(db, id) => delegatesAt(db, id, now), []],
  listDelegations: [(db, id, { delegation }) => listDelegations(db, id, { userId: delegation.toUserId, limit: 9 }), []],
  findDelegation: [(db, id, { delegation }) => findDelegation(db, id, delegation.id), undefined],
};

export const decisionChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  revokeDelegation: (db, id, { delegation }) => revokeDelegation(db, id, delegation.id, now),
  noteChase: (db, id, { exception }) =>
    noteChase(db, id, { exceptionId: exception.id, waitingSince: now, kind: "reminder", number: 1 }, now),
};
