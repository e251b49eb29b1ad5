import type { Instant } from "#app/engine/types.ts";

/** What a clock on the wall shows, as 2026-11-24T10:15: the form that a date-and-time control takes and sends. */
export type WallClock = string;

const minuteMs = 60_000;

/** Returns how far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetAt(at: number, timeZone: string): number {
  const wall = partsAt(at, timeZone);
  const shown = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return shown - Math.floor(at / 1000) * 1000;
}

/**
 * Returns the instant at which a zone's clocks show these milliseconds, counted as if they were UTC. Of an hour that
 * comes twice it is the first; a time that is skipped moves to the instant after the gap.
 */
export function instantShowing(shown: number, timeZone: string): number {
  // Half a day to either side no change of offset is missed, and no second one is met.
  const before = shown - offsetAt(shown - 12 * 60 * minuteMs, timeZone);
  if (before + offsetAt(before, timeZone) === shown) return before;
  const after = shown - offsetAt(shown + 12 * 60 * minuteMs, timeZone);
  return after + offsetAt(after, timeZone) === shown ? after : before;
}

/** Returns what the clocks of a zone show at an instant, to the minute. */
export function wallClockOf(at: Instant, timeZone: string): WallClock {
  const ms = Date.parse(at);
  return new Date(ms + offsetAt(ms, timeZone)).toISOString().slice(0, 16);
}

const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

/** Returns the instant that a wall-clock time means in a zone; a text that is none is returned as it is, to be refused. */
export function instantOf(wall: WallClock, timeZone: string): Instant {
  const shown = written.test(wall) ? Date.parse(`${wall}Z`) : Number.NaN;
  return Number.isNaN(shown) ? wall : new Date(instantShowing(shown, timeZone)).toISOString();
}

/** Returns how many minutes a zone's clocks are ahead of UTC at an instant. */
export function offsetMinutesAt(at: Instant, timeZone: string): number {
  return Math.round(offsetAt(Date.parse(at), timeZone) / minuteMs);
}

/** Writes a zone's offset at an instant as "UTC+1", "UTC−3:30" or "UTC". */
export function offsetText(at: Instant, timeZone: string): string {
  const minutes = offsetMinutesAt(at, timeZone);
  if (minutes === 0) return "UTC";
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes > 0 ? "+" : "−"}${hours}${rest === 0 ? "" : `:${String(rest).padStart(2, "0")}`}`;
}

function partsAt(at: number, timeZone: string) {
  const parts = formatterOf(timeZone).formatToParts(at);
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: value("year"),
    month: value("month"),
    day: value("day"),
    hour: value("hour"),
    minute: value("minute"),
    second: value("second"),
  };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a hundred times what using it does. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const formatter = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formatters.set(timeZone, formatter);
  return formatter;
}
