import { type Category, type CategoryPart, type Stage, silences } from "./category.ts";
import { type Rating, ratings } from "./risk.ts";
import { approverGroups } from "./roles.ts";

/**
 * Returns the rules of a record that was submitted under one version of its category while another is current: the
 * stricter of the two in everything. A change of a category therefore never loosens what lives already.
 */
export function strictest(pinned: Category, current: Category): Category {
  const reviewEveryDays = byRating((rating) =>
    Math.min(pinned.reviewEveryDays[rating], current.reviewEveryDays[rating]),
  );
  return {
    ...current,
    // Closing a category to new exceptions does not concern those that were filed before.
    isEnabled: pinned.isEnabled,
    defaultTermDays: Math.min(pinned.defaultTermDays, current.defaultTermDays),
    mostTermDays: Math.min(pinned.mostTermDays, current.mostTermDays),
    lifetimeDays: shorter(pinned.lifetimeDays, current.lifetimeDays),
    extensionDays: Math.min(pinned.extensionDays, current.extensionDays),
    mostExtensions: shorter(pinned.mostExtensions, current.mostExtensions),
    stages: byRating((rating) => unionOf(pinned.stages[rating], current.stages[rating])),
    reviewEveryDays,
    firstReviewDays: firstReview(shorter(pinned.firstReviewDays, current.firstReviewDays), reviewEveryDays),
    silence: silences[Math.max(silences.indexOf(pinned.silence), silences.indexOf(current.silence))] ?? current.silence,
    graceDays: Math.min(pinned.graceDays, current.graceDays),
    dormantAfterDays: shorter(pinned.dormantAfterDays, current.dormantAfterDays),
    rotateEveryDays: shorter(pinned.rotateEveryDays, current.rotateEveryDays),
    mustCarry: partsOf(pinned.mustCarry, current.mustCarry),
    reasonIsPrivate: pinned.reasonIsPrivate || current.reasonIsPrivate,
  };
}

function byRating<T>(of: (rating: Rating) => T): Record<Rating, T> {
  return Object.fromEntries(ratings.map((rating) => [rating, of(rating)])) as Record<Rating, T>; // one entry each
}

/** Null is no limit. */
function shorter(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** A first review of one version must not come later than the shorter cadence of the other. */
function firstReview(days: number | null, every: Category["reviewEveryDays"]): number | null {
  return days === null ? null : Math.min(days, ...Object.values(every));
}

function unionOf(one: readonly Stage[], other: readonly Stage[]): Stage[] {
  return approverGroups.flatMap((group) => {
    const minimum = Math.max(minimumOf(one, group), minimumOf(other, group));
    return minimum > 0 ? [{ group, minimum }] : [];
  });
}

function minimumOf(stages: readonly Stage[], wanted: Stage["group"]): number {
  return stages.find(({ group }) => group === wanted)?.minimum ?? 0;
}

/** The current words for each part; a part that was taken away since is still carried. */
function partsOf(pinned: readonly CategoryPart[], current: readonly CategoryPart[]): CategoryPart[] {
  const isRequiredIn = (parts: readonly CategoryPart[], wanted: string) =>
    parts.some(({ key, isRequired }) => key === wanted && isRequired);
  const kept = current.map((part) => ({ ...part, isRequired: part.isRequired || isRequiredIn(pinned, part.key) }));
  const gone = pinned.filter(({ key }) => !current.some((part) => part.key === key));
  return [...kept, ...gone];
}
