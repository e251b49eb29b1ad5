import type { Instant } from "#app/engine/types.ts";
import type { Category } from "./category.ts";
import type { Rating } from "./risk.ts";

/** Returns every how many calendar days an exception of this category and rating is reviewed. */
export function reviewEvery(category: Category, rating: Rating): number {
  return category.reviewEveryDays[rating];
}

/**
 * Returns the instant of a review that is due some calendar days later, at the same wall-clock time in the zone.
 * A wall-clock time that daylight saving skips moves to the instant after the gap.
 */
export function reviewAfter(at: Instant, days: number, timeZone: string): Instant {
  const wall = wallClock(Date.parse(at), timeZone);
  const wanted = Date.UTC(wall.year, wall.month - 1, wall.day + days, wall.hour, wall.minute, wall.second);
  // Twice, since the first guess may stand on the other side of a change of offset.
  let guess = wanted - offsetMs(wanted, timeZone);
  guess = wanted - offsetMs(guess, timeZone);
  return new Date(guess).toISOString();
}

function offsetMs(at: number, timeZone: string): number {
  const wall = wallClock(at, timeZone);
  const shown = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  return shown - Math.floor(at / 1000) * 1000;
}

function wallClock(at: number, timeZone: string) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
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
