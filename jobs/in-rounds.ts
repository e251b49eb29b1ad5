import type { Instant } from "#app/engine/types.ts";
import { addedReports } from "#app/job-runs/report-words.ts";
import type { JobReport } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";
import { type Job, type JobContext, mostItems } from "./job.ts";

/** What is left of a flood after so many rounds is left to the next run. */
const mostRounds = 200;

/** Calls a job again while it found as much as it reads at once, and adds its counts up. */
export async function inRounds(
  job: Job,
  context: JobContext,
  { workspace, now }: { workspace: Workspace; now: Instant },
): Promise<JobReport> {
  let total: JobReport = {};
  for (let round = 0; round < mostRounds; round += 1) {
    const before = context.items.counts().done;
    total = addedReports([total, await job.run(context, workspace, now)]);
    if (context.items.counts().done - before < mostItems) break;
  }
  return total;
}
