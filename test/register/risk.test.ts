import { expect, test } from "vitest";
import { rate, ratings, scores, worse } from "#app/register/risk.ts";

test("a score of 4 is low, 9 moderate, 16 high and anything above critical", () => {
  const expected = (score: number) =>
    ["low", "moderate", "high", "critical"][[4, 9, 16, 25].findIndex((most) => score <= most)];
  for (const likelihood of scores)
    for (const impact of scores) expect(rate({ likelihood, impact })).toBe(expected(likelihood * impact));
});

test("the worse of two ratings does not depend on their order", () => {
  for (const one of ratings)
    for (const other of ratings) {
      expect(worse(one, other)).toBe(worse(other, one));
      expect([one, other]).toContain(worse(one, other));
    }
  expect(worse("low", "critical")).toBe("critical");
});
