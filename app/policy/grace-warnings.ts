import type { Instant } from "#app/engine/types.ts";
import { daysBetween } from "#app/register/days.ts";

/** Days before the end of somebody's time to enrol at which they are told of it. */
export const graceWarningDays = [7, 3, 1] as const;

/** Returns the thresholds that are passed, the nearest last; one that is as long as the whole time would warn at its beginning. */
export function passedGraceWarnings(endsAt: Instant, graceHours: number, now: Instant): number[] {
  const left = daysBetween(now, endsAt);
  return graceWarningDays.filter((days) => days * 24 < graceHours && left <= days);
}
