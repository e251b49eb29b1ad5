import { expect, test } from "vitest";
import { decisionDefaults } from "#app/register/decision-settings.ts";
import { isBelow, type RatedScope, ratingFloor } from "#app/register/rating-floor.ts";
import type { Rating } from "#app/register/risk.ts";

const narrow: RatedScope = { people: 1, everybody: 5000, privilegedPeople: 0, privilegedRoles: [] };

test.for<[string, Partial<RatedScope>, Rating | null]>([
  ["one person without a privileged role sets no floor", {}, null],
  ["services alone set no floor", { people: 0 }, null],
  ["24 people set no floor", { people: 24 }, null],
  ["25 people are moderate at least", { people: 25 }, "moderate"],
  ["99 people are moderate at least", { people: 99 }, "moderate"],
  ["100 people are high at least", { people: 100 }, "high"],
  ["a tenth of the workspace is high at least", { people: 20, everybody: 200 }, "high"],
  ["a little less than a tenth is not", { people: 20, everybody: 201 }, null],
  ["a tenth of a small team says nothing", { people: 9, everybody: 10 }, null],
  ["a scope that names nobody reaches everybody", { people: null }, "high"],
  ["one privileged person is high at least", { privilegedPeople: 1 }, "high"],
  ["a privileged role is high at least, even when nobody holds it", { privilegedRoles: ["Owner"], people: 0 }, "high"],
])("%s", ([, over, rating]) => {
  expect(ratingFloor({ ...narrow, ...over }, decisionDefaults)?.rating ?? null).toBe(rating);
});

test("a floor names every reason for it, and none for less", () => {
  const floor = ratingFloor(
    { ...narrow, people: 30, privilegedPeople: 2, privilegedRoles: ["Owner"] },
    decisionDefaults,
  );
  expect(floor).toEqual({
    rating: "high",
    reasons: ["The role “Owner” is privileged.", "2 of the people it lets in hold a privileged role."],
  });
});

test("thresholds are the workspace's", () => {
  const strict = { ...decisionDefaults, moderateFromPeople: 2, highFromPeople: 5 };
  expect([1, 2, 4, 5].map((people) => ratingFloor({ ...narrow, people }, strict)?.rating ?? null)).toEqual([
    null,
    "moderate",
    "moderate",
    "high",
  ]);
});

test("what is at the floor is not below it", () => {
  const floor = { rating: "high", reasons: [] } as const;
  expect(
    (["low", "moderate", "high", "critical"] as const).map((rating) => isBelow(rating, { ...floor, reasons: [] })),
  ).toEqual([true, true, false, false]);
  expect(isBelow("low", null)).toBe(false);
});
