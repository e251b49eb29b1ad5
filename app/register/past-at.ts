import { isInstant } from "#app/engine/instant.ts";
import type { Instant } from "#app/engine/types.ts";
import { instantOf, wallClockOf } from "./wall-clock.ts";

/** An instant of the past that was asked for, or why there is none. */
export type PastAt =
  | {
      ok: true;
      at: Instant /** The other instant at which the clocks showed the same, where they were set back. */;
      twin: Instant | null;
    }
  | { ok: false; code: "invalid_as_of" | "as_of_future"; message: string };

const minuteMs = 60_000;
/** By so much clocks are set back, in one zone or another. */
const setBackMinutes = [30, 60, 120];

/** Reads an instant, or a date and a time of day by the clocks of a zone; without any it is now. */
export function pastAt(written: string, { timeZone, now }: { timeZone: string; now: Instant }): PastAt {
  if (written === "") return { ok: true, at: now, twin: null };
  const at = instantOf(written, timeZone);
  if (!isInstant(at) || Number.isNaN(Date.parse(at)) || new Date(at).toISOString() !== at)
    return { ok: false, code: "invalid_as_of", message: "Enter a date and a time, such as 2026-11-02 09:00." };
  if (at > now)
    return {
      ok: false,
      code: "as_of_future",
      message: "Nobody knows the register of the future. Enter a time that has passed.",
    };
  return { ok: true, at, twin: twinOf(at, timeZone, now) };
}

/** Returns when else the clocks of a zone showed the same time of day, if that has passed. */
function twinOf(at: Instant, timeZone: string, now: Instant): Instant | null {
  const shown = wallClockOf(at, timeZone);
  const others = setBackMinutes.flatMap((minutes) => [minutes, -minutes]).map((minutes) => shifted(at, minutes));
  return others.find((other) => other <= now && wallClockOf(other, timeZone) === shown) ?? null;
}

function shifted(at: Instant, minutes: number): Instant {
  return new Date(Date.parse(at) + minutes * minuteMs).toISOString();
}
