import fc from "fast-check";
import { expect, test } from "vitest";
import { isInWindow } from "#app/engine/time-window.ts";
import type { TimeWindow } from "#app/engine/types.ts";
import { localWindows, utcWindows } from "#app/register/weekly-windows.ts";

const weekdays = [1, 2, 3, 4, 5];
const berlin = 60;

test("office hours in Berlin begin an hour earlier in UTC", () => {
  const office = [{ days: weekdays, fromMinute: 9 * 60, toMinute: 17 * 60 }];
  expect(utcWindows(office, berlin)).toEqual([{ days: weekdays, fromMinute: 8 * 60, toMinute: 16 * 60 }]);
});

test("a night is two windows in UTC and one on the screen", () => {
  const night = [{ days: [7], fromMinute: 22 * 60, toMinute: 6 * 60 }];
  const stored = utcWindows(night, berlin);
  expect(stored).toEqual([
    { days: [1], fromMinute: 0, toMinute: 5 * 60 },
    { days: [7], fromMinute: 21 * 60, toMinute: 24 * 60 },
  ]);
  expect(localWindows(stored, berlin)).toEqual(night);
});

test("a whole day stays a day, and moves where the clocks differ", () => {
  const monday = [{ days: [1], fromMinute: 0, toMinute: 1440 }];
  expect(utcWindows(monday, 0)).toEqual(monday);
  expect(utcWindows([{ days: [1], fromMinute: 0, toMinute: 0 }], 0)).toEqual(monday);
  expect(utcWindows(monday, 120)).toEqual([
    { days: [1], fromMinute: 0, toMinute: 1320 },
    { days: [7], fromMinute: 1320, toMinute: 1440 },
  ]);
});

const minute = fc.integer({ min: 0, max: 1439 });
const window = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  fromMinute: minute,
  toMinute: minute,
});
const offset = fc.constantFrom(0, 60, 120, -210, 345, 840, -720);
const monday = Date.UTC(2026, 10, 23);
const isIn = (windows: readonly TimeWindow[], at: number) =>
  windows.some((each) => isInWindow(each, new Date(monday + at * 60_000).toISOString()));

test("what is stored covers exactly the minutes that were meant, and comes back as what was meant", () => {
  fc.assert(
    fc.property(fc.array(window, { minLength: 1, maxLength: 3 }), offset, (meant, ahead) => {
      const stored = utcWindows(meant, ahead);
      for (const { fromMinute, toMinute } of stored) expect(fromMinute).toBeLessThan(toMinute);
      const plain = utcWindows(meant, 0);
      for (let at = 0; at < 7 * 1440; at += 61)
        expect(isIn(stored, (((at - ahead) % 10_080) + 10_080) % 10_080)).toBe(isIn(plain, at));
      expect(utcWindows(localWindows(stored, ahead), ahead)).toEqual(stored);
    }),
    { numRuns: 200 },
  );
});
