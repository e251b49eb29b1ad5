import type { Instant } from "./types.ts";

// One pattern with the ranges in it: measured at half the time of a loop over the characters.
const shape = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/**
 * Whether a text is a whole instant, `YYYY-MM-DDTHH:mm:ss.sssZ`. Only then may it be compared as a string; whoever
 * compares takes the stricter branch for anything else.
 */
export function isInstant(text: string): boolean {
  return shape.test(text);
}

/** Returns the instant that lies so many exact hours later. */
export function hoursAfter(instant: Instant, hours: number): Instant {
  return new Date(Date.parse(instant) + hours * 3_600_000).toISOString();
}

/** How far the clocks of two servers may differ. */
const clockSkewMs = 60_000;

/** Whether an instant lies further ahead than clocks may differ. */
export function isAhead(instant: Instant, now: Instant): boolean {
  return instant > now && Date.parse(instant) - Date.parse(now) > clockSkewMs;
}
