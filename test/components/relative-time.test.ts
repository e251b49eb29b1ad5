import { expect, test } from "vitest";
import { dateOf, exact, overdue, relative, span, urgency } from "#app/components/relative-time.ts";

const now = "2026-11-24T10:15:00.000Z";

test.each([
  ["2026-11-24T10:15:30.000Z", "now"],
  ["2026-11-24T10:14:31.000Z", "now"],
  ["2026-11-24T10:16:00.000Z", "in 1 min"],
  ["2026-11-24T09:35:00.000Z", "40 min ago"],
  ["2026-11-24T11:15:00.000Z", "in 1 h"],
  ["2026-11-24T15:00:00.000Z", "in 4 h 45 m"],
  ["2026-11-25T10:15:00.000Z", "in 1 d"],
  ["2026-11-30T09:00:00.000Z", "in 5 d 22 h"],
  ["2026-11-20T09:00:00.000Z", "4 d ago"],
  ["2027-01-07T09:00:00.000Z", "in 43 d"],
])("%s is said as %s", (at, words) => {
  expect(relative(at, now)).toBe(words);
});

test("a span is the same in both directions", () => {
  expect(span(now, "2026-11-30T09:00:00.000Z")).toBe(span("2026-11-30T09:00:00.000Z", now));
});

test("what is late says by how much, in one unit", () => {
  expect(overdue("2026-11-20T09:00:00.000Z", now)).toBe("4 d overdue");
});

test("an exact time names its zone, whatever the zone of the machine", () => {
  expect(exact("2026-11-30T23:59:00.000Z")).toBe("30 Nov 2026, 23:59 UTC");
  expect(dateOf("2026-01-05T00:00:00.000Z")).toBe("5 Jan 2026");
});

test.each([
  ["2026-11-20T09:00:00.000Z", "urgent"],
  ["2026-11-26T10:15:00.000Z", "urgent"],
  ["2026-11-26T10:15:00.001Z", "soon"],
  ["2026-12-01T10:15:00.000Z", "soon"],
  ["2026-12-01T10:15:00.001Z", ""],
])("an end at %s is %s", (at, tone) => {
  expect(urgency(at, now)).toBe(tone);
});
