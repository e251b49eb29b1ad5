import { expect, test } from "vitest";
import { lastQuarters } from "#app/evidence/quarters.ts";

test("the last quarters are whole, in order, and go over the turn of the year", () => {
  expect(lastQuarters("2026-05-01T00:00:00.000Z", "UTC", 3)).toEqual([
    { label: "Quarter 1 of 2026", from: "2026-01-01", to: "2026-03-31" },
    { label: "Quarter 4 of 2025", from: "2025-10-01", to: "2025-12-31" },
    { label: "Quarter 3 of 2025", from: "2025-07-01", to: "2025-09-30" },
  ]);
});

test("which quarter it is depends on the zone", () => {
  const [first] = lastQuarters("2026-03-31T23:30:00.000Z", "Europe/Berlin", 1);
  expect(first?.label).toBe("Quarter 1 of 2026");
});
