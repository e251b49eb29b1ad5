import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** One run of a job for a workspace. `slot` is the instant at which it was due, or a word for why it ran and the instant of that. */
export type JobRun = {
  name: string;
  slot: string;
  claimedAt: Instant;
  finishedAt: Instant | null;
  outcome: "done" | "failed" | null;
  /** Counts and notes of the run; null until it has finished. */
  report: JobReport | null;
  /** Until when its process has said that it lives; null once it has finished. */
  leaseUntil: Instant | null;
  durationMs: number | null;
  isCatchingUp: boolean;
};

const JobReport = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type JobReport = z.output<typeof JobReport>;

export type RunKey = { workspaceId: string; name: string; slot: string };

/** Who runs it, and until when nobody else may. */
export type Claim = { holder: string; leaseUntil: Instant; isCatchingUp: boolean; now: Instant };

/**
 * Claims a slot by its primary key; false when another node, or an earlier call, has it already. The slot of a process that
 * has died is taken over once its lease has ended.
 */
export async function claimRun(db: Db, key: RunKey, claim: Claim): Promise<boolean> {
  const { holder, leaseUntil, now } = claim;
  const taken = { holder, leaseUntil, claimedAt: now, isCatchingUp: claim.isCatchingUp ? 1 : 0 } as const;
  const claimed = await db
    .insertInto("jobRuns")
    .values({ ...key, ...taken, finishedAt: null, outcome: null, report: null, durationMs: null })
    .onConflict((conflict) =>
      conflict
        .columns(["workspaceId", "name", "slot"])
        .doUpdateSet(taken)
        .where("jobRuns.finishedAt", "is", null)
        .where((eb) => eb.or([eb("jobRuns.leaseUntil", "is", null), eb("jobRuns.leaseUntil", "<=", now)])),
    )
    .returning("slot")
    .executeTakeFirst();
  return claimed !== undefined;
}

/** Says that whoever runs it still lives; it has no effect once somebody else has taken it over. */
export async function renewLease(db: Db, key: RunKey, { holder, leaseUntil }: Pick<Claim, "holder" | "leaseUntil">) {
  await db
    .updateTable("jobRuns")
    .set({ leaseUntil })
    .where("workspaceId", "=", key.workspaceId)
    .where("name", "=", key.name)
    .where("slot", "=", key.slot)
    .where("holder", "=", holder)
    .where("finishedAt", "is", null)
    .execute();
}

type Finish = { holder: string; outcome: "done" | "failed"; report: JobReport; durationMs: number; now: Instant };

/** Keeps what came of a run, unless somebody else has taken it over meanwhile. */
export async function finishRun(db: Db, { workspaceId, name, slot }: RunKey, finish: Finish): Promise<void> {
  const { holder, outcome, report, durationMs, now } = finish;
  await db
    .updateTable("jobRuns")
    .set({ finishedAt: now, outcome, report: JSON.stringify(report), durationMs, leaseUntil: null })
    .where("workspaceId", "=", workspaceId)
    .where("name", "=", name)
    .where("slot", "=", slot)
    .where("holder", "=", holder)
    .where("finishedAt", "is", null)
    .execute();
}

/** Forgets runs of a job that were claimed before an instant; a job that runs each minute would fill the table otherwise. */
export async function forgetRuns(db: Db, workspaceId: string, name: string, before: Instant): Promise<void> {
  await db
    .deleteFrom("jobRuns")
    .where("workspaceId", "=", workspaceId)
    .where("name", "=", name)
    .where("claimedAt", "<", before)
    .execute();
}

/** A slot that somebody has claimed, and whether nobody else may have it. */
export type ClaimedSlot = { slot: Instant; isTaken: boolean };

/**
 * Returns the latest slot at or before an instant that anybody has claimed; what ran without a slot begins with a word
 * instead of a year, and so stands behind every instant.
 */
export async function latestClaimedSlot(
  db: Db,
  workspaceId: string,
  { name, now }: { name: string; now: Instant },
): Promise<ClaimedSlot | null> {
  const row = await db
    .selectFrom("jobRuns")
    .select(["slot", "finishedAt", "leaseUntil"])
    .where("workspaceId", "=", workspaceId)
    .where("name", "=", name)
    .where("slot", "<=", now)
    .orderBy("slot", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const { slot, finishedAt, leaseUntil } = row;
  return { slot, isTaken: finishedAt !== null || (leaseUntil !== null && leaseUntil > now) };
}

/** Returns when a job was last begun that then did what it should; null when it never was. */
export async function lastDone(db: Db, workspaceId: string, name: string): Promise<Instant | null> {
  const row = await db
    .selectFrom("jobRuns")
    .select("claimedAt")
    .where("workspaceId", "=", workspaceId)
    .where("name", "=", name)
    .where("outcome", "=", "done")
    .orderBy("claimedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.claimedAt ?? null;
}

/** Where a list of runs goes on: after this one, the newest first. */
export type RunPlace = Pick<JobRun, "claimedAt" | "name" | "slot">;

/** Returns the latest runs, newest first; of one job when it is named. */
export async function listRuns(
  db: Db,
  workspaceId: string,
  { name, after = null, limit }: { name?: string | undefined; after?: RunPlace | null; limit: number },
): Promise<JobRun[]> {
  let query = db.selectFrom("jobRuns").select(shown).where("workspaceId", "=", workspaceId);
  if (name !== undefined) query = query.where("name", "=", name);
  if (after !== null)
    query = query.where((eb) =>
      eb.or([
        eb("claimedAt", "<", after.claimedAt),
        eb.and([eb("claimedAt", "=", after.claimedAt), eb("name", ">", after.name)]),
        eb.and([eb("claimedAt", "=", after.claimedAt), eb("name", "=", after.name), eb("slot", ">", after.slot)]),
      ]),
    );
  const rows = await query.orderBy("claimedAt", "desc").orderBy("name").orderBy("slot").limit(limit).execute();
  return rows.map(runOf);
}

const shown = [
  "name",
  "slot",
  "claimedAt",
  "finishedAt",
  "outcome",
  "report",
  "leaseUntil",
  "durationMs",
  "isCatchingUp",
] as const;

type Row = Omit<JobRun, "outcome" | "report" | "isCatchingUp"> & {
  outcome: string | null;
  report: string | null;
  isCatchingUp: 0 | 1;
};

function runOf({ outcome, report, isCatchingUp, ...row }: Row): JobRun {
  return {
    ...row,
    outcome: outcome as JobRun["outcome"], // written by finishRun alone
    report: report === null ? null : JobReport.parse(JSON.parse(report)),
    isCatchingUp: isCatchingUp === 1,
  };
}

/** Returns the runs that made up for a pause which ended at an instant, the oldest first. */
export async function runsCatchingUp(db: Db, workspaceId: string, since: Instant): Promise<JobRun[]> {
  const rows = await db
    .selectFrom("jobRuns")
    .select(shown)
    .where("workspaceId", "=", workspaceId)
    .where("claimedAt", ">=", since)
    .where("isCatchingUp", "=", 1)
    .orderBy("claimedAt")
    .orderBy("name")
    .execute();
  return rows.map(runOf);
}
