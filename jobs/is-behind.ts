import type { Instant } from "#app/engine/types.ts";
import type { JobDescription } from "#app/job-runs/job-description.ts";
import { latestSlot } from "#app/job-runs/slots.ts";
import { timetableOf } from "#app/job-runs/timetable-of.ts";
import { addHours } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { lastDone } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";

/** Whoever was away for less has not been missed. */
const leastHours = 1;

/**
 * Whether a job makes up for a pause: more than an hour, and two of its own slots, went by since it last did what it should.
 * One that has never run has missed nothing.
 */
export async function isBehind(
  db: Db,
  job: JobDescription,
  { workspace, now }: { workspace: Workspace; now: Instant },
): Promise<boolean> {
  const doneAt = await lastDone(db, workspace.id, job.name);
  if (doneAt === null || doneAt >= addHours(now, -leastHours)) return false;
  const timetable = timetableOf(job, workspace);
  let slot = latestSlot(timetable, now);
  for (let missed = 0; missed < 2; missed += 1) slot = latestSlot(timetable, justBefore(slot));
  return doneAt < slot;
}

function justBefore(at: Instant): Instant {
  return new Date(Date.parse(at) - 1).toISOString();
}
