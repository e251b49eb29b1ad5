import { expect, test } from "vitest";
import { riskByState } from "#app/reports/risk-by-state.ts";

test("what is under way is laid out by rating, the worst first, and by stage", () => {
  const rows = riskByState([
    { rating: "high", state: "submitted", weight: 2 },
    { rating: "high", state: "assessed", weight: 3 },
    { rating: "low", state: "active", weight: 7 },
  ]);
  expect(rows.map(({ rating }) => rating)).toEqual(["critical", "high", "moderate", "low"]);
  expect(rows[1]?.cells.map(({ count }) => count)).toEqual([5, 0, 0, 0]);
  expect(rows[3]?.cells[2]).toEqual({ column: "Active", count: 7, to: "/exceptions?state=active&rating=low" });
});

test("what nobody has rated stands last, and leads nowhere", () => {
  const last = riskByState([{ rating: null, state: "submitted", weight: 1 }]).at(-1);
  expect(last?.rating).toBeNull();
  expect(last?.cells[0]).toEqual({ column: "Waiting", count: 1, to: null });
});
