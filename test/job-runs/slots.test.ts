import { createTask } from "node-cron";
import { describe, expect, test } from "vitest";
import { latestSlot, nextSlot } from "#app/job-runs/slots.ts";

const utc = (cron: string) => ({ cron, timeZone: "UTC" });

test.each([
  ["*/5 * * * *", "2026-11-10T12:04:59.999Z", "2026-11-10T12:00:00.000Z", "2026-11-10T12:05:00.000Z"],
  ["*/5 * * * *", "2026-11-10T12:05:00.000Z", "2026-11-10T12:05:00.000Z", "2026-11-10T12:10:00.000Z"],
  ["0 * * * *", "2026-11-10T12:59:00.000Z", "2026-11-10T12:00:00.000Z", "2026-11-10T13:00:00.000Z"],
  ["30 2 * * *", "2026-11-10T02:29:59.000Z", "2026-11-09T02:30:00.000Z", "2026-11-10T02:30:00.000Z"],
  ["30 2 * * *", "2026-11-10T02:30:00.000Z", "2026-11-10T02:30:00.000Z", "2026-11-11T02:30:00.000Z"],
  ["30 2 * * *", "2026-03-01T00:00:00.000Z", "2026-02-28T02:30:00.000Z", "2026-03-01T02:30:00.000Z"],
  ["30 2 * * *", "2028-03-01T00:00:00.000Z", "2028-02-29T02:30:00.000Z", "2028-03-01T02:30:00.000Z"],
  ["0 6 * * 1", "2026-11-10T12:00:00.000Z", "2026-11-09T06:00:00.000Z", "2026-11-16T06:00:00.000Z"],
  ["0 0 1 1 *", "2026-11-10T12:00:00.000Z", "2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
  ["15 9-17/4 1,15 * *", "2026-11-10T12:00:00.000Z", "2026-11-01T17:15:00.000Z", "2026-11-15T09:15:00.000Z"],
])("%s at %s was last due at %s and is next at %s", (cron, now, last, next) => {
  expect(latestSlot(utc(cron), now)).toBe(last);
  expect(nextSlot(utc(cron), now)).toBe(next);
});

test("an expression means what it means to the timer", () => {
  for (const cron of ["*/7 * * * *", "10 */6 * * *", "5,35 8-18 * * 1-5", "0 3 28-31 2,4 *"]) {
    const task = createTask(cron, () => undefined, { timezone: "Etc/UTC" });
    const slots = new Set<string>();
    const until = "2026-03-02T00:00:00.000Z";
    for (let at = "2026-02-27T00:00:00.000Z"; at < until; at = nextSlot(utc(cron), at)) slots.add(at);
    for (let at = Date.parse("2026-02-27T00:01:00.000Z"); at < Date.parse(until); at += 60_000) {
      const minute = new Date(at);
      expect([cron, minute, slots.has(minute.toISOString())]).toEqual([cron, minute, task.match(minute)]);
    }
  }
});

describe("in the workspace's time zone", () => {
  test.each([
    // Clocks in Berlin skip 02:30 on 29 March, and show it twice on 25 October.
    ["Europe/Berlin", "30 2 * * *", "2026-03-28", ["28T01:30", "29T01:30", "30T00:30"]],
    ["Europe/Berlin", "30 2 * * *", "2026-10-24", ["24T00:30", "25T00:30", "26T01:30"]],
    ["Europe/Berlin", "0 8 * * *", "2026-03-28", ["28T07:00", "29T06:00", "30T06:00"]],
    ["America/New_York", "30 1 * * *", "2026-10-31", ["31T05:30", "01T05:30", "02T06:30"]],
    // There midnight itself is skipped on 24 April.
    ["Africa/Cairo", "0 0 * * *", "2026-04-23", ["22T22:00", "23T22:00", "24T21:00"]],
  ])("%s has %s once a day around %s", (timeZone, cron, day, slots) => {
    const found: string[] = [];
    const begin = Date.parse(`${day}T00:00:00Z`) - offset(timeZone, day);
    for (let at = begin; at < begin + 3 * 86_400_000 - 3_600_000; at += 600_000) {
      const slot = latestSlot({ cron, timeZone }, new Date(at).toISOString()).slice(8, 16);
      if (found.at(-1) !== slot) found.push(slot);
    }
    expect(found.filter((slot) => slots.includes(slot))).toEqual(slots);
    expect(found.length).toBeLessThanOrEqual(slots.length + 1);
  });

  test("a year has as many slots as days, in whatever zone, and both directions find the same", () => {
    for (const timeZone of ["Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Nuuk", "Australia/Lord_Howe"])
      for (const cron of ["30 2 * * *", "0 0 * * *", "30 23 * * *"]) {
        const slots: string[] = [];
        let at = "2027-12-31T12:00:00.000Z";
        while (slots.length < 366) {
          at = nextSlot({ cron, timeZone }, at);
          slots.push(at);
          expect(latestSlot({ cron, timeZone }, at)).toBe(at);
        }
        // 2028 is a leap year.
        expect(Date.parse(at)).toBeLessThan(Date.parse("2029-01-01T12:00:00.000Z"));
        expect(nextSlot({ cron, timeZone }, at) > "2028-12-31T12:00:00.000Z").toBe(true);
      }
  });

  function offset(timeZone: string, day: string): number {
    const shown = new Date(`${day}T00:00:00Z`).toLocaleString("sv-SE", { timeZone });
    return Date.parse(`${shown.replace(" ", "T")}Z`) - Date.parse(`${day}T00:00:00Z`);
  }
});

test("an expression that is never due, or is none, is a fault", () => {
  const now = "2026-11-10T12:00:00.000Z";
  expect(() => latestSlot(utc("0 0 30 2 *"), now)).toThrow("is not due");
  expect(() => nextSlot(utc("0 0 30 2 *"), now)).toThrow("is not due");
  for (const cron of ["* * * *", "* * * * * *", "@daily", "60 * * * *", "1-x * * * *"])
    expect(() => latestSlot(utc(cron), now)).toThrow(/no cron|no part|out of range/);
});
