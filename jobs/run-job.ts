import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { claimRun, finishRun, forgetRuns, type JobReport } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { Job, JobContext } from "./job.ts";

const keptDays = 30;

export type RunResult = { outcome: "done" | "failed"; report: JobReport };

/**
 * Runs a job for one slot of a workspace if nobody has yet, and keeps what came of it; null when somebody has.
 * A fault of the job is its result, not a fault of the caller: the next slot tries again.
 */
export async function runJob(
  job: Job,
  context: JobContext,
  { workspace, slot, now }: { workspace: Workspace; slot: string; now: Instant },
): Promise<RunResult | null> {
  const key = { workspaceId: workspace.id, name: job.name, slot };
  if (!(await claimRun(context.db, key, now))) return null;
  const result = await attempt(job, context, workspace, now);
  await finishRun(context.db, key, { ...result, now });
  await forgetRuns(context.db, workspace.id, job.name, addDays(now, -keptDays));
  return result;
}

async function attempt(job: Job, context: JobContext, workspace: Workspace, now: Instant): Promise<RunResult> {
  try {
    return { outcome: "done", report: await job.run(context, workspace, now) };
  } catch (fault) {
    context.log.error({ job: job.name, workspaceId: workspace.id, err: fault }, "a job failed");
    return { outcome: "failed", report: { fault: fault instanceof Error ? fault.message : String(fault) } };
  }
}
