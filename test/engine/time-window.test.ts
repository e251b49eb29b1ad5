import { expect, test } from "vitest";
import { isInWindow } from "#app/engine/time-window.ts";

const mondayMorning = { days: [1], fromMinute: 540, toMinute: 600 };

test("a window is closed at its start and open at its end, to the minute", () => {
  expect(isInWindow(mondayMorning, "2026-06-01T08:59:59.999Z")).toBe(false);
  expect(isInWindow(mondayMorning, "2026-06-01T09:00:00.000Z")).toBe(true);
  expect(isInWindow(mondayMorning, "2026-06-01T09:59:59.999Z")).toBe(true);
  expect(isInWindow(mondayMorning, "2026-06-01T10:00:00.000Z")).toBe(false);
});

test("days are counted from Monday, 1, to Sunday, 7, in UTC", () => {
  for (let day = 1; day <= 7; day++) {
    const window = { days: [day], fromMinute: 0, toMinute: 1440 };
    for (let other = 1; other <= 7; other++) {
      expect(isInWindow(window, `2026-06-0${other}T12:00:00.000Z`), `day ${day}, June ${other}`).toBe(day === other);
    }
  }
});

test("a whole day runs from midnight to the millisecond before the next", () => {
  const sunday = { days: [7], fromMinute: 0, toMinute: 1440 };
  expect(isInWindow(sunday, "2026-06-06T23:59:59.999Z")).toBe(false);
  expect(isInWindow(sunday, "2026-06-07T00:00:00.000Z")).toBe(true);
  expect(isInWindow(sunday, "2026-06-07T23:59:59.999Z")).toBe(true);
  expect(isInWindow(sunday, "2026-06-08T00:00:00.000Z")).toBe(false);
});

test("a leap day is a day like another", () => {
  const tuesday = { days: [2], fromMinute: 0, toMinute: 1440 };
  expect(isInWindow(tuesday, "2028-02-29T12:00:00.000Z")).toBe(true);
});

test("a window that would run over midnight, or has no days, contains nothing", () => {
  const night = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 1320, toMinute: 360 };
  expect(isInWindow(night, "2026-06-01T23:00:00.000Z")).toBe(false);
  expect(isInWindow(night, "2026-06-01T05:00:00.000Z")).toBe(false);
  expect(isInWindow({ days: [1], fromMinute: 720, toMinute: 720 }, "2026-06-01T12:00:00.000Z")).toBe(false);
  expect(isInWindow({ days: [], fromMinute: 0, toMinute: 1440 }, "2026-06-01T12:00:00.000Z")).toBe(false);
});

test("a time that is not an instant lies in no window", () => {
  const always = { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, toMinute: 1440 };
  for (const text of ["", "noon", "2026-13-01T12:00:00.000Z"]) expect(isInWindow(always, text), text).toBe(false);
});
