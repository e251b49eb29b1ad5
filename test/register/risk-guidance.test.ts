import { expect, test } from "vitest";
import { scores } from "#app/register/risk.ts";
import { guidanceFor } from "#app/register/risk-guidance.ts";

const all = scores.flatMap((likelihood) => scores.map((impact) => guidanceFor({ likelihood, impact })));

test("each of the 25 cells says something of its own, in whole sentences", () => {
  expect(new Set(all.map(({ meaning }) => meaning)).size).toBe(25);
  for (const { likelihood, impact, meaning } of all)
    for (const text of [likelihood, impact, meaning]) expect(text).toMatch(/^[A-Z].{20,}\.$/);
});

test("a cell carries the rating that its score gives", () => {
  expect([guidanceFor({ likelihood: 2, impact: 2 }).rating, guidanceFor({ likelihood: 5, impact: 5 }).rating]).toEqual([
    "low",
    "critical",
  ]);
});
