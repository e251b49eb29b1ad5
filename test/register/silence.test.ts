import { expect, test } from "vitest";
import { addDays, addHours, daysBetween } from "#app/register/days.ts";
import { answered, beginSilence, warned } from "#app/register/silence.ts";

const start = "2026-10-20T09:00:00.000Z";
const review = { exceptionId: "EXC-2026-0001", dueAt: addDays(start, -40) };
const grace = { consequence: "suspend", graceDays: 14, timeZone: "Europe/Berlin" } as const;

test("the grace counts from the reminder, not from when the review was due", () => {
  const silence = beginSilence(review, grace, start);
  expect(silence).toMatchObject({ remindedAt: start, warnedAt: null, answeredAt: null });
  expect(daysBetween(start, silence.actsAt)).toBeGreaterThanOrEqual(14);
});

test("a grace of 14 days over the end of summer time ends at the same time of day, an hour later in UTC", () => {
  expect(beginSilence(review, grace, start).actsAt).toBe("2026-11-03T10:00:00.000Z");
});

test("a grace over the beginning of summer time is an hour shorter", () => {
  const spring = "2027-03-20T09:00:00.000Z";
  expect(beginSilence(review, grace, spring).actsAt).toBe("2027-04-03T08:00:00.000Z");
});

test("the warning comes half-way", () => {
  const { nextAt } = beginSilence(review, { ...grace, timeZone: "UTC" }, start);
  expect(nextAt).toBe(addDays(start, 7));
});

test("a warning in time leaves the end as people were told", () => {
  const silence = beginSilence(review, grace, start);
  expect(warned(silence, silence.nextAt ?? "")).toMatchObject({ actsAt: silence.actsAt, nextAt: silence.actsAt });
});

test("a warning that comes late, after the server was down, moves the end by as much", () => {
  const silence = beginSilence(review, { ...grace, timeZone: "UTC" }, start);
  const late = addDays(start, 30);
  expect(warned(silence, late)).toMatchObject({ warnedAt: late, actsAt: addDays(late, 7), nextAt: addDays(late, 7) });
});

test("a grace of a day is warned about after twelve hours", () => {
  const silence = beginSilence(review, { ...grace, graceDays: 1, timeZone: "UTC" }, start);
  expect(silence.nextAt).toBe(addHours(start, 12));
});

test("after the consequence nothing is due", () => {
  const silence = warned(beginSilence(review, grace, start), start);
  expect(answered(silence, silence.actsAt)).toMatchObject({ answeredAt: silence.actsAt, nextAt: null });
});
