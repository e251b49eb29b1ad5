import type { Instant } from "#app/engine/types.ts";
import { offsetText, wallClockOf } from "#app/register/wall-clock.ts";
import { dateOf } from "./relative-time.ts";

/** Writes an instant as the clocks of a zone show it, with how far they are from UTC then: "24 Nov 2026, 10:15 UTC+1". */
export function exactIn(at: Instant, timeZone: string): string {
  const wall = wallClockOf(at, timeZone);
  return `${dateOf(wall)}, ${wall.slice(11)} ${offsetText(at, timeZone)}`;
}
