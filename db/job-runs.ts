import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** One run of a job for a workspace. `slot` is the instant at which it was due, or "by hand" and the instant of the call. */
export type JobRun = {
  name: string;
  slot: string;
  claimedAt: Instant;
  finishedAt: Instant | null;
  outcome: "done" | "failed" | null;
  /** Counts and notes of the run; null until it has finished. */
  report: JobReport | null;
};

const JobReport = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type JobReport = z.output<typeof JobReport>;

type Slot = { workspaceId: string; name: string; slot: string };

/** Claims a slot by its primary key; false when another node, or an earlier call, has it already. */
export async function claimRun(db: Db, slot: Slot, now: Instant): Promise<boolean> {
  const claimed = await db
    .insertInto("jobRuns")
    .values({ ...slot, claimedAt: now, finishedAt: null, outcome: null, report: null })
    .onConflict((conflict) => conflict.columns(["workspaceId", "name", "slot"]).doNothing())
    .returning("slot")
    .executeTakeFirst();
  return claimed !== undefined;
}

type Finish = { outcome: "done" | "failed"; report: JobReport; now: Instant };

export async function finishRun(
  db: Db,
  { workspaceId, name, slot }: Slot,
  { outcome, report, now }: Finish,
): Promise<void> {
  await db
    .updateTable("jobRuns")
    .set({ finishedAt: now, outcome, report: JSON.stringify(report) })
    .where("workspaceId", "=", workspaceId)
    .where("name", "=", name)
    .where("slot", "=", slot)
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

/** Returns the latest runs, newest first; of one job when it is named. */
export async function listRuns(
  db: Db,
  workspaceId: string,
  { name, limit }: { name?: string | undefined; limit: number },
): Promise<JobRun[]> {
  let query = db
    .selectFrom("jobRuns")
    .select(["name", "slot", "claimedAt", "finishedAt", "outcome", "report"])
    .where("workspaceId", "=", workspaceId);
  if (name !== undefined) query = query.where("name", "=", name);
  const rows = await query.orderBy("claimedAt", "desc").orderBy("name").limit(limit).execute();
  return rows.map(({ outcome, report, ...row }) => ({
    ...row,
    outcome: outcome as JobRun["outcome"], // written by finishRun alone
    report: report === null ? null : JobReport.parse(JSON.parse(report)),
  }));
}
