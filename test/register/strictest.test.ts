import fc from "fast-check";
import { expect, test } from "vitest";
import { strictest } from "#app/register/strictest.ts";
import { anyCategory, looserIn, makeCategory } from "#test/support/categories.ts";

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
