import type { Instant } from "#app/engine/types.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Adds exact hours (and parts of them) to an instant. */
export function addHours(at: Instant, hours: number): Instant {
  return new Date(Date.parse(at) + hours * hourMs).toISOString();
}

/** Adds exact days of 24 hours to an instant; for calendar days in a time zone see cadence.ts. */
export function addDays(at: Instant, days: number): Instant {
  return addHours(at, days * 24);
}

/** Returns the exact days from one instant to another, with their fraction. */
export function daysBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs;
}
