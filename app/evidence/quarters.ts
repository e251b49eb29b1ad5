import type { Instant } from "#app/engine/types.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";

/** A quarter of a year by the calendar of a workspace; both days belong to it. */
export type Quarter = { label: string; from: string; to: string };

const monthsInQuarter = 3;

/** Returns the last quarters that are over, the latest first. */
export function lastQuarters(now: Instant, timeZone: string, count: number): Quarter[] {
  const [year = 0, month = 1] = wallClockOf(now, timeZone).slice(0, 7).split("-").map(Number);
  const current = year * 4 + Math.floor((month - 1) / monthsInQuarter);
  return Array.from({ length: count }, (_each, index) => {
    const quarter = current - 1 - index;
    const dayOf = (ofQuarter: number, day: number) =>
      new Date(Date.UTC(Math.floor(ofQuarter / 4), (ofQuarter % 4) * monthsInQuarter, day)).toISOString().slice(0, 10);
    return {
      label: `Quarter ${(quarter % 4) + 1} of ${Math.floor(quarter / 4)}`,
      from: dayOf(quarter, 1),
      // Day 0 of a month is the last of the one before it.
      to: dayOf(quarter + 1, 0),
    };
  });
}
