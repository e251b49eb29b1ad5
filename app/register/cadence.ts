import type { Instant } from "#app/engine/types.ts";
import type { Category } from "./category.ts";
import type { Rating } from "./risk.ts";
import { instantShowing, offsetAt } from "./wall-clock.ts";

/** Returns every how many calendar days an exception of this category and rating is reviewed. */
export function reviewEvery(category: Category, rating: Rating): number {
  return category.reviewEveryDays[rating];
}

type Review = { rating: Rating; isFirst: boolean; timeZone: string; now: Instant };

/** Returns when a record of this rating is reviewed next; the first review of some categories comes sooner. */
export function nextReview(category: Category, { rating, isFirst, timeZone, now }: Review): Instant {
  const every = reviewEvery(category, rating);
  return reviewAfter(now, isFirst ? (category.firstReviewDays ?? every) : every, timeZone);
}

/**
 * Returns the instant of a review that is due some calendar days later, at the same wall-clock time in the zone.
 * A wall-clock time that daylight saving skips moves to the instant after the gap.
 */
export function reviewAfter(at: Instant, days: number, timeZone: string): Instant {
  const now = Math.floor(Date.parse(at) / 1000) * 1000;
  const wanted = now + offsetAt(now, timeZone) + days * dayMs;
  return new Date(instantShowing(wanted, timeZone)).toISOString();
}

const dayMs = 86_400_000;
