import { describe, expect, test } from "vitest";
import { readListParams } from "#app/register/list-params.ts";
import { readDay } from "#app/reports/figure-query.ts";
import { kpis } from "#app/reports/kpis.ts";
import { registerLinkOf } from "#app/reports/register-link.ts";
import { daysShown, sinceMeasured, trendDays, trendOf } from "#app/reports/trend.ts";

describe("a day that is asked for", () => {
  test.each(["2026-11-22", "2999-01-01", "2026-02-30", "yesterday"])("%s is not one that is over", (typed) => {
    const { day, error } = readDay(typed, "2026-11-22");
    expect(day).toBeNull();
    expect(error).toBeTruthy();
  });

  test("may be the one before, or none", () => {
    expect(readDay("2026-11-21", "2026-11-22")).toEqual({ day: "2026-11-21" });
    expect(readDay("", "2026-11-22")).toEqual({ day: null });
  });
});

test("a trend without days is of the last 90", () => {
  expect(trendDays({}, "2026-11-22")).toEqual({ from: "2026-08-25", to: "2026-11-22" });
  expect(trendDays({ from: "2026-01-01" }, "2026-11-22")).toEqual({ from: "2026-01-01", to: "2026-11-22" });
});

test("a day that was not measured is a gap in a trend", () => {
  expect(trendOf(["2026-01-01", "2026-01-02"], [{ day: "2026-01-02", value: 3 }])).toEqual([
    { day: "2026-01-01", value: null },
    { day: "2026-01-02", value: 3 },
  ]);
});

test("the table of a long trend is short, and has its last day", () => {
  const shown = daysShown(Array.from({ length: 365 }, (_, index) => index));
  expect(shown.length).toBeLessThanOrEqual(31);
  expect(shown[0]).toBe(364);
});

test("where a figure leads into the register, the register understands it", () => {
  const links = kpis.flatMap(({ key }) => registerLinkOf(key) ?? []);
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) expect(readListParams(new URL(link, "http://here").searchParams).success).toBe(true);
});

test("a trend begins with the first day that was measured, and is two weeks long at least", () => {
  const gap = Array.from({ length: 20 }, (_, index) => ({ day: `2026-01-${index + 10}`, value: null }));
  const points = [...gap, { day: "2026-01-30", value: 1 }];
  expect(sinceMeasured([{ day: "2026-01-01", value: null }, { day: "2026-01-02", value: 1 }, ...points])).toHaveLength(
    22,
  );
  expect(sinceMeasured(points)).toHaveLength(14);
});
