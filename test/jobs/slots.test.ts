import { expect, test } from "vitest";
import { latestSlot } from "#jobs/latest-slot.ts";

test.each([
  ["*/5 * * * *", "2026-11-10T12:04:59.999Z", "2026-11-10T12:00:00.000Z"],
  ["*/5 * * * *", "2026-11-10T12:05:00.000Z", "2026-11-10T12:05:00.000Z"],
  ["0 * * * *", "2026-11-10T12:59:00.000Z", "2026-11-10T12:00:00.000Z"],
  ["30 2 * * *", "2026-11-10T02:29:59.000Z", "2026-11-09T02:30:00.000Z"],
  ["30 2 * * *", "2026-11-10T02:30:00.000Z", "2026-11-10T02:30:00.000Z"],
  ["30 2 * * *", "2026-03-01T00:00:00.000Z", "2026-02-28T02:30:00.000Z"],
  ["0 6 * * 1", "2026-11-10T12:00:00.000Z", "2026-11-09T06:00:00.000Z"],
])("%s at %s was last due at %s", (cron, now, slot) => {
  expect(latestSlot(cron, now)).toBe(slot);
});

test("a day on which clocks change has every nightly slot once", () => {
  // In Berlin 02:30 does not exist on 29 March and comes twice on 25 October; slots are in UTC.
  for (const day of ["2026-03-29", "2026-10-25"]) {
    const slots = new Set<string>();
    for (let minute = 0; minute < 24 * 60; minute += 30)
      slots.add(latestSlot("30 2 * * *", new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000).toISOString()));
    expect([...slots].filter((slot) => slot.startsWith(day))).toEqual([`${day}T02:30:00.000Z`]);
  }
});

test("an expression that is never due is a fault", () => {
  expect(() => latestSlot("0 0 1 1 *", "2026-11-10T12:00:00.000Z")).toThrow("was not due");
});
