import type { JobDescription } from "./job-description.ts";
import type { Timetable } from "./slots.ts";

/** Returns when a job is due in a workspace. */
export function timetableOf(
  { cron, zone }: Pick<JobDescription, "cron" | "zone">,
  { timeZone }: { timeZone: string },
): Timetable {
  return { cron, timeZone: zone === "workspace" ? timeZone : "UTC" };
}
