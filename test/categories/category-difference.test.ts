import fc from "fast-check";
import { expect, test } from "vitest";
import { categoryContentSchema, contentOfCategory } from "#app/categories/category-content.ts";
import { categoryDifference } from "#app/categories/category-difference.ts";
import { categoryIds } from "#app/register/category.ts";
import { anyCategory, looserIn, makeCategory } from "#test/support/categories.ts";

const partner = contentOfCategory(makeCategory("federated_partner"));

test("what changes is said in words, with where it leads", () => {
  const after = {
    ...partner,
    mostTermDays: 120,
    mostExtensions: null,
    stages: { ...partner.stages, low: [{ group: "risk" as const, minimum: 2 }] },
    isEnabled: false,
  };
  expect(
    categoryDifference(partner, after).map(({ what, before, after: to, direction }) => [what, before, to, direction]),
  ).toEqual([
    ["Longest term", "180 days", "120 days", "tightens"],
    ["Extensions", "At most 2", "No limit", "weakens"],
    ["Approval, low", "Identity", "2 of Risk", "weakens"],
    ["New exceptions", "Open", "Closed", "tightens"],
  ]);
});

test("a part that is no longer required weakens, and other words for it change nothing", () => {
  const [first, ...rest] = partner.mustCarry;
  if (!first) throw new Error("the partner category carries nothing");
  const directions = (part: Partial<typeof first>) =>
    categoryDifference(partner, { ...partner, mustCarry: [{ ...first, ...part }, ...rest] }).map(
      ({ direction }) => direction,
    );
  expect([directions({ isRequired: false }), directions({ hint: "Somebody" }), directions({})]).toEqual([
    ["weakens"],
    ["neutral"],
    [],
  ]);
  expect(categoryDifference(partner, { ...partner, mustCarry: rest })[0]?.after).toBeNull();
});

test("a change weakens exactly when some rule is looser than it was", () => {
  fc.assert(
    fc.property(anyCategory, anyCategory, (one, other) => {
      const [before, after] = [one, { ...other, isEnabled: one.isEnabled, firstReviewDays: one.firstReviewDays }];
      const saysWeaker = categoryDifference(before, after).some(({ direction }) => direction === "weakens");
      const rules = looserIn(after, before).filter((rule) => rule !== "firstReviewDays");
      expect(saysWeaker).toBe(rules.length > 0);
    }),
    { numRuns: 500 },
  );
});

test("no difference is left unsaid", () => {
  fc.assert(
    fc.property(anyCategory, anyCategory, (one, other) => {
      const sorted = (category: typeof one) => ({
        ...contentOfCategory(category),
        stages: Object.values(category.stages).map((stages) =>
          [...stages].sort((a, b) => a.group.localeCompare(b.group)),
        ),
        mustCarry: [...category.mustCarry].sort((a, b) => a.key.localeCompare(b.key)),
      });
      const isSame = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
      if (!isSame) expect(categoryDifference(one, other)).not.toEqual([]);
      expect(categoryDifference(one, one)).toEqual([]);
    }),
  );
});

test("every category as shipped is within the bounds", () => {
  for (const id of categoryIds)
    expect(categoryContentSchema.safeParse(contentOfCategory(makeCategory(id))).error).toBeUndefined();
});

const faults: [sentence: string, over: object, field: string][] = [
  ["a usual term longer than the longest", { defaultTermDays: 181 }, "defaultTermDays"],
  ["a term longer than the lifetime", { lifetimeDays: 100 }, "mostTermDays"],
  ["an extension longer than a term", { extensionDays: 200 }, "extensionDays"],
  ["a rating that nobody approves", { stages: { ...partner.stages, low: [] } }, "stages.low"],
  [
    "a critical one without security leadership",
    { stages: { ...partner.stages, critical: partner.stages.high } },
    "stages.critical",
  ],
  [
    "a group that is named twice",
    { stages: { ...partner.stages, low: [...partner.stages.low, ...partner.stages.low] } },
    "stages.low",
  ],
  [
    "six approvers of one group",
    { stages: { ...partner.stages, low: [{ group: "risk", minimum: 6 }] } },
    "stages.low.0.minimum",
  ],
  [
    "what is riskier reviewed less often",
    { reviewEveryDays: { low: 7, moderate: 30, high: 7, critical: 7 } },
    "reviewEveryDays.moderate",
  ],
  ["a first review after the second", { firstReviewDays: 31 }, "firstReviewDays"],
  ["a part twice", { mustCarry: [...partner.mustCarry, ...partner.mustCarry.slice(0, 1)] }, "mustCarry.2.label"],
  ["no name", { label: " " }, "label"],
];

test.each(faults)("%s is refused", (_sentence, over, field) => {
  const read = categoryContentSchema.safeParse({ ...partner, ...over });
  expect(read.error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
});
