import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";

const minutes = (count: number) => count / 60;

/** Hours to wait after the first, second, … failed attempt; the last one repeats. */
const pauses = [minutes(1), minutes(5), minutes(15), 1, 6] as const;
const giveUpAfterHours = 48;

/** Returns how many hours to wait after so many failed attempts. */
export function pauseAfter(attempts: number): number {
  return pauses[Math.min(attempts, pauses.length) - 1] ?? pauses[0];
}

/** Returns when to try again after so many attempts, or null once the message would be older than two days. */
export function nextAttemptAt(createdAt: Instant, attempts: number, now: Instant): Instant | null {
  const next = addHours(now, pauseAfter(attempts));
  return next > addHours(createdAt, giveUpAfterHours) ? null : next;
}
