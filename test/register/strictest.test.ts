import fc from "fast-check";
import { expect, test } from "vitest";
import { type Category, type Stage, silences } from "#app/register/category.ts";
import { ratings } from "#app/register/risk.ts";
import { approverGroups } from "#app/register/roles.ts";
import { strictest } from "#app/register/strictest.ts";
import { anyCategory, makeCategory } from "#test/support/categories.ts";

const limit = (days: number | null) => days ?? Number.POSITIVE_INFINITY;
const minimumOf = (stages: readonly Stage[], wanted: Stage["group"]) =>
  stages.find(({ group }) => group === wanted)?.minimum ?? 0;
const requiredOf = ({ mustCarry }: Category) => mustCarry.filter(({ isRequired }) => isRequired).map(({ key }) => key);

/** Names every rule in which one category allows what another does not. */
function looserIn(one: Category, other: Category): string[] {
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
    mustCarry: requiredOf(other).some((key) => !requiredOf(one).includes(key)),
    reasonIsPrivate: !one.reasonIsPrivate && other.reasonIsPrivate,
  };
  return Object.keys(isLooser).filter((rule) => isLooser[rule]);
}

test("the strictest of two versions is looser than neither in any rule", () => {
  fc.assert(
    fc.property(anyCategory, anyCategory, (pinned, current) => {
      const rules = strictest(pinned, current);
      expect([looserIn(rules, pinned), looserIn(rules, current)]).toEqual([[], []]);
    }),
    { numRuns: 500 },
  );
});

test("asking again changes nothing, and the order matters only for words", () => {
  fc.assert(
    fc.property(anyCategory, anyCategory, (pinned, current) => {
      const rules = strictest(pinned, current);
      expect(strictest(rules, current)).toEqual(rules);
      expect(looserIn(rules, strictest(current, pinned))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("a category that has not changed is its own strictest", () => {
  const category = makeCategory("accessibility");
  expect(strictest(category, category)).toEqual(category);
});

test("a part that was taken away is still carried, in the words of then", () => {
  const pinned = makeCategory("federated_partner");
  const current = { ...pinned, mustCarry: pinned.mustCarry.slice(0, 1) };
  expect(strictest(pinned, current).mustCarry).toEqual(pinned.mustCarry);
});

test("a category that is closed to new exceptions stays open for those that were filed", () => {
  const pinned = makeCategory("accessibility");
  expect(strictest(pinned, { ...pinned, isEnabled: false }).isEnabled).toBe(true);
});
