import fc from "fast-check";
import type { CategoryContent } from "#app/categories/category-content.ts";
import {
  type Category,
  type CategoryId,
  categoryIds,
  categoryPack,
  type Stage,
  silences,
} from "#app/register/category.ts";
import { ratings } from "#app/register/risk.ts";
import { approverGroups } from "#app/register/roles.ts";

/** Returns a category as shipped, with what a test is about. */
export function makeCategory(id: CategoryId, over: Partial<Category> = {}): Category {
  const category = categoryPack.find((one) => one.id === id);
  if (!category) throw new Error(`the pack lacks ${id}`);
  return { ...category, ...over };
}

const days = fc.integer({ min: 1, max: 400 });
const daysOrNone = fc.option(days, { nil: null });
const stages = fc
  .uniqueArray(fc.constantFrom(...approverGroups), { minLength: 1 })
  .chain((groups) =>
    fc.tuple(
      ...groups.map((group) => fc.record({ group: fc.constant(group), minimum: fc.integer({ min: 1, max: 5 }) })),
    ),
  );
const part = fc.record({
  key: fc.constantFrom("exit_plan", "ticket", "contact"),
  label: fc.constantFrom("Exit plan", "Ticket", "Contact"),
  hint: fc.constant("What it is"),
  isRequired: fc.boolean(),
});
const byRating = <T>(value: fc.Arbitrary<T>) =>
  fc.record(
    Object.fromEntries(ratings.map((rating) => [rating, value])) as Record<(typeof ratings)[number], typeof value>,
  );

/** Any category, whether its limits make sense together or not. */
export const anyCategory: fc.Arbitrary<Category> = fc.record({
  id: fc.constantFrom(...categoryIds),
  version: fc.integer({ min: 1, max: 9 }),
  label: fc.constantFrom("One", "Another"),
  summary: fc.constant("What it is for"),
  isEnabled: fc.boolean(),
  defaultTermDays: days,
  mostTermDays: days,
  lifetimeDays: daysOrNone,
  extensionDays: days,
  mostExtensions: fc.option(fc.nat(9), { nil: null }),
  stages: byRating(stages),
  reviewEveryDays: byRating(days),
  firstReviewDays: daysOrNone,
  silence: fc.constantFrom(...silences),
  graceDays: fc.nat(60),
  dormantAfterDays: daysOrNone,
  rotateEveryDays: daysOrNone,
  mustCarry: fc.uniqueArray(part, { selector: ({ key }) => key }),
  reasonIsPrivate: fc.boolean(),
});

const limit = (days: number | null) => days ?? Number.POSITIVE_INFINITY;
const minimumOf = (stages: readonly Stage[], wanted: Stage["group"]) =>
  stages.find(({ group }) => group === wanted)?.minimum ?? 0;
const requiredOf = ({ mustCarry }: CategoryContent) =>
  mustCarry.filter(({ isRequired }) => isRequired).map(({ key }) => key);

/** Names every rule in which one category allows what another does not. */
export function looserIn(one: CategoryContent, other: CategoryContent): string[] {
  const isLooser: Record<string, boolean> = {
    defaultTermDays: one.defaultTermDays > other.defaultTermDays,
    mostTermDays: one.mostTermDays > other.mostTermDays,
    lifetimeDays: limit(one.lifetimeDays) > limit(other.lifetimeDays),
    extensionDays: one.extensionDays > other.extensionDays,
    mostExtensions: limit(one.mostExtensions) > limit(other.mostExtensions),
    stages: ratings.some((rating) =>
      approverGroups.some((group) => minimumOf(one.stages[rating], group) < minimumOf(other.stages[rating], group)),
    ),
    reviewEveryDays: ratings.some((rating) => one.reviewEveryDays[rating] > other.reviewEveryDays[rating]),
    firstReviewDays: ratings.some(
      (rating) =>
        (one.firstReviewDays ?? one.reviewEveryDays[rating]) > (other.firstReviewDays ?? other.reviewEveryDays[rating]),
    ),
    silence: silences.indexOf(one.silence) < silences.indexOf(other.silence),
    graceDays: one.graceDays > other.graceDays,
    dormantAfterDays: limit(one.dormantAfterDays) > limit(other.dormantAfterDays),
    rotateEveryDays: limit(one.rotateEveryDays) > limit(other.rotateEveryDays),
    mustCarry: requiredOf(other).some((key) => !requiredOf(one).includes(key)),
    reasonIsPrivate: !one.reasonIsPrivate && other.reasonIsPrivate,
  };
  return Object.keys(isLooser).filter((rule) => isLooser[rule]);
}
