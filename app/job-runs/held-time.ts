import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";

/** A clock that is set back by more had been set forward by mistake: holding on to that would stop the jobs for as long. */
const mostHoursHeld = 48;

/** Returns what time it is for the jobs: never before what any node has seen, unless that was far ahead by mistake. */
export function heldTime(seenAt: Instant | null, now: Instant): Instant {
  const isHeld = seenAt !== null && seenAt > now && seenAt <= addHours(now, mostHoursHeld);
  return isHeld ? seenAt : now;
}
