import type { Instant } from "#app/engine/types.ts";
import { instantOf, wallClockOf } from "./wall-clock.ts";

const dayMs = 86_400_000;

/** A calendar day of a zone, and when it begins. */
export type LocalDay = { date: string; from: Instant };

/** Returns the last calendar days of a zone, today included, the earliest first. */
export function lastDays(now: Instant, count: number, timeZone: string): LocalDay[] {
  const today = Date.parse(wallClockOf(now, timeZone).slice(0, 10));
  return Array.from({ length: count }, (_nothing, index) => {
    const date = new Date(today - (count - 1 - index) * dayMs).toISOString().slice(0, 10);
    return { date, from: instantOf(`${date}T00:00`, timeZone) };
  });
}
