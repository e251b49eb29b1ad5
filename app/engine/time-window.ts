import type { Instant, TimeWindow } from "./types.ts";

/**
 * Whether an instant falls into a weekly window, in UTC. A window does not run over midnight: one that starts at or
 * after its end contains nothing, and a night is written as two windows.
 */
export function isInWindow({ days, fromMinute, toMinute }: TimeWindow, now: Instant): boolean {
  const time = new Date(now);
  const minute = time.getUTCHours() * 60 + time.getUTCMinutes();
  // Not an instant: every comparison with NaN is false, and nothing matches.
  return fromMinute <= minute && minute < toMinute && days.includes(time.getUTCDay() || 7);
}
