import type { Instant } from "#app/engine/types.ts";
import { latestSlot } from "#app/job-runs/slots.ts";
import { timetableOf } from "#app/job-runs/timetable-of.ts";
import { nextRetry } from "#db/job-failures.ts";
import { latestClaimedSlot } from "#db/job-runs.ts";
import { listWorkspaces, type Workspace } from "#db/workspaces.ts";
import type { Job, JobTools } from "./job.ts";
import { keepJobClock } from "./job-clock.ts";
import { lookBetween, type RunResult, runJob } from "./run-job.ts";

type Turn = { workspace: Workspace; now: Instant };

/**
 * Runs the latest slot of a job in every workspace in which nobody has run it yet; otherwise what failed and is to be tried
 * again, or what cannot wait for a slot.
 */
export async function runDue(
  job: Job,
  tools: JobTools,
  now: Instant,
  clock = keepJobClock(tools.db, tools.log),
): Promise<void> {
  for (const workspace of await listWorkspaces(tools.db)) {
    const turn = { workspace, now: await clock(workspace.id, now) };
    const ran = (await runSlot(job, tools, turn)) ?? (await runAgain(job, tools, turn));
    if (ran === null && job.everySeconds !== undefined) await lookBetween(job, tools, turn);
    if (ran?.outcome === "done")
      tools.log.info({ job: job.name, workspaceId: workspace.id, ...ran.report }, "a job ran");
  }
}

/** An older slot than one that was claimed is none: the clock, or the workspace's time zone, was set back. */
async function runSlot(job: Job, tools: JobTools, { workspace, now }: Turn): Promise<RunResult | null> {
  const slot = latestSlot(timetableOf(job, workspace), now);
  const latest = await latestClaimedSlot(tools.db, workspace.id, { name: job.name, now });
  const isOpen = latest === null || slot > latest.slot || (slot === latest.slot && !latest.isTaken);
  return isOpen ? runJob(job, tools, { workspace, slot, now }) : null;
}

/** What failed does not wait for a slot that may be a day away; whoever comes first has the turn. */
async function runAgain(job: Job, tools: JobTools, { workspace, now }: Turn): Promise<RunResult | null> {
  const retryAt = await nextRetry(tools.db, workspace.id, job.name);
  if (retryAt === null || retryAt > now) return null;
  return runJob(job, tools, { workspace, slot: `again ${retryAt}`, now });
}
