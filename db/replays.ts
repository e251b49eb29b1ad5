import type { Instant } from "#app/engine/types.ts";
import type { ReplayChange } from "#app/replays/tally.ts";
import type { ChangeKind, ReplayCounts, ReplayState, Trial } from "#app/replays/trial.ts";
import type { Db } from "./connect.ts";

/** A run over recorded decisions that asks what they would have been. */
export type Replay = {
  workspaceId: string;
  id: string;
  state: ReplayState;
  policyDraftId: string | null;
  exceptionId: string | null;
  days: number;
  fromAt: Instant;
  toAt: Instant;
  startedBy: string;
  createdAt: Instant;
  finishedAt: Instant | null;
  /** How many decisions have been looked at, of how many; null until they have been counted. */
  done: number;
  total: number | null;
  counts: ReplayCounts | null;
  fault: string | null;
};

export type NewReplay = Pick<
  Replay,
  "workspaceId" | "id" | "policyDraftId" | "exceptionId" | "days" | "fromAt" | "toAt" | "startedBy" | "createdAt"
> & { trial: Trial };

const shown = [
  "workspaceId",
  "id",
  "state",
  "policyDraftId",
  "exceptionId",
  "days",
  "fromAt",
  "toAt",
  "startedBy",
  "createdAt",
  "finishedAt",
  "done",
  "total",
  "counts",
  "fault",
] as const;

type Row = Omit<Replay, "state" | "counts"> & { state: string; counts: string | null };

function replayOf({ state, counts, ...row }: Row): Replay {
  // casts: written only from the union, and from checked counts
  return {
    ...row,
    state: state as ReplayState,
    counts: counts === null ? null : (JSON.parse(counts) as ReplayCounts),
  };
}

export async function insertReplay(tx: Db, { trial, ...replay }: NewReplay): Promise<void> {
  await tx
    .insertInto("replays")
    .values({ ...replay, state: "queued", trial: JSON.stringify(trial), seenAt: replay.createdAt, done: 0 })
    .execute();
}

export async function findReplay(db: Db, workspaceId: string, id: string): Promise<Replay | undefined> {
  const row = await db
    .selectFrom("replays")
    .select(shown)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && replayOf(row);
}

/** Returns the last replays, newest first. */
export async function listReplays(db: Db, workspaceId: string, { limit }: { limit: number }): Promise<Replay[]> {
  const rows = await db
    .selectFrom("replays")
    .select(shown)
    .where("workspaceId", "=", workspaceId)
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(replayOf);
}

export type ClaimedReplay = Replay & { trial: Trial };

/** Takes the replay that has waited longest, in any workspace; of several that try, one gets it. */
export async function claimReplay(db: Db, now: Instant): Promise<ClaimedReplay | undefined> {
  const next = await db
    .selectFrom("replays")
    .select(["workspaceId", "id"])
    .where("state", "=", "queued")
    .orderBy("createdAt")
    .limit(1)
    .executeTakeFirst();
  if (!next) return undefined;
  const row = await db
    .updateTable("replays")
    .set({ state: "running", seenAt: now })
    .where("workspaceId", "=", next.workspaceId)
    .where("id", "=", next.id)
    .where("state", "=", "queued")
    .returning([...shown, "trial"])
    .executeTakeFirst();
  // cast: written only by insertReplay
  return row && { ...replayOf(row), trial: JSON.parse(row.trial) as Trial };
}

type Progress = { workspaceId: string; id: string; done: number; total: number | null; counts: ReplayCounts };

/** Notes how far a replay has come, and that somebody runs it; false when it is not to go on. */
export async function noteProgress(
  db: Db,
  { workspaceId, id, done, total, counts }: Progress,
  now: Instant,
): Promise<boolean> {
  const noted = await db
    .updateTable("replays")
    .set({ done, total, counts: JSON.stringify(counts), seenAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "=", "running")
    .returning("id")
    .executeTakeFirst();
  return noted !== undefined;
}

type Ending = { workspaceId: string; id: string; state: "done" | "cancelled" | "failed"; fault: string | null };

/** Ends a replay that waits or runs, once; false when it had ended. */
export async function endReplay(tx: Db, { workspaceId, id, state, fault }: Ending, now: Instant): Promise<boolean> {
  const ended = await tx
    .updateTable("replays")
    .set({ state, fault, finishedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "in", ["queued", "running"])
    .returning("id")
    .executeTakeFirst();
  return ended !== undefined;
}

/** Returns the replays, of any workspace, that are said to run and that nobody has been heard of since. */
export async function listSilentReplays(db: Db, before: Instant): Promise<Pick<Replay, "workspaceId" | "id">[]> {
  return db
    .selectFrom("replays")
    .select(["workspaceId", "id"])
    .where("state", "=", "running")
    .where("seenAt", "<", before)
    .execute();
}

export async function insertReplayChanges(
  db: Db,
  { workspaceId, id }: Pick<Replay, "workspaceId" | "id">,
  changes: readonly ReplayChange[],
): Promise<void> {
  if (changes.length === 0) return;
  await db
    .insertInto("replayChanges")
    .values(changes.map((change) => ({ workspaceId, replayId: id, ...change })))
    .execute();
}

/** Returns a page of the changes of one kind that were kept, after a number. */
export async function listReplayChanges(
  db: Db,
  workspaceId: string,
  { replayId, kind, after, limit }: { replayId: string; kind: ChangeKind; after: number; limit: number },
): Promise<ReplayChange[]> {
  const rows = await db
    .selectFrom("replayChanges")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("replayId", "=", replayId)
    .where("kind", "=", kind)
    .where("number", ">", after)
    .orderBy("number")
    .limit(limit)
    .execute();
  return rows.map(({ workspaceId: _workspaceId, replayId: _replayId, kind: _kind, ...row }) => ({ kind, ...row }));
}
