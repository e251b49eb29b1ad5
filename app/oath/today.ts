import type { Instant } from "#app/engine/types.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";

/** Returns the calendar day of an instant in a time zone: replacements and quarters are days of the workspace's own. */
export function todayIn(timeZone: string, now: Instant): string {
  return wallClockOf(now, timeZone).slice(0, 10);
}
