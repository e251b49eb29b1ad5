import { expect, test } from "vitest";
import { reviewAfter, reviewEvery } from "#app/register/cadence.ts";
import { categoryPack } from "#app/register/category.ts";

const cases: [sentence: string, at: string, days: number, zone: string, due: string][] = [
  [
    "a review keeps its wall-clock time when summer time begins",
    "2026-03-20T08:00:00.000Z",
    30,
    "Europe/Berlin",
    "2026-04-19T07:00:00.000Z",
  ],
  [
    "a review keeps its wall-clock time when summer time ends",
    "2026-10-01T07:00:00.000Z",
    30,
    "Europe/Berlin",
    "2026-10-31T08:00:00.000Z",
  ],
  [
    "a review in a zone without summer time is exact days later",
    "2026-03-20T08:00:00.000Z",
    30,
    "UTC",
    "2026-04-19T08:00:00.000Z",
  ],
  [
    "a review that falls into the skipped hour comes after it",
    "2026-03-28T01:30:00.000Z",
    1,
    "Europe/Berlin",
    "2026-03-29T01:30:00.000Z",
  ],
  ["a leap day is a day", "2028-02-28T12:00:00.000Z", 1, "America/New_York", "2028-02-29T12:00:00.000Z"],
  ["a month's end carries over", "2026-01-31T12:00:00.000Z", 30, "Asia/Kolkata", "2026-03-02T12:00:00.000Z"],
  ["a year's end carries over", "2026-12-20T23:30:00.000Z", 14, "Pacific/Auckland", "2027-01-03T23:30:00.000Z"],
];

for (const [sentence, at, days, zone, due] of cases)
  test(sentence, () => {
    expect(reviewAfter(at, days, zone)).toBe(due);
  });

test("a legacy account is reviewed every 90, 60 or 30 days by its risk", () => {
  const legacy = categoryPack.find(({ id }) => id === "legacy_or_service_account");
  if (!legacy) throw new Error("the pack lacks legacy_or_service_account");
  expect((["low", "moderate", "high", "critical"] as const).map((rating) => reviewEvery(legacy, rating))).toEqual([
    90, 60, 30, 30,
  ]);
});
