import fc from "fast-check";
import { expect, test } from "vitest";
import { instantOf, offsetText, wallClockOf } from "#app/register/wall-clock.ts";

const berlin = "Europe/Berlin";

const cases: [sentence: string, wall: string, zone: string, instant: string][] = [
  ["winter time is an hour ahead of UTC", "2026-11-24T10:15", berlin, "2026-11-24T09:15:00.000Z"],
  ["summer time is two", "2026-07-24T10:15", berlin, "2026-07-24T08:15:00.000Z"],
  ["a skipped hour moves behind the gap", "2026-03-29T02:30", berlin, "2026-03-29T01:30:00.000Z"],
  ["of an hour that comes twice the first is meant", "2026-10-25T02:30", berlin, "2026-10-25T00:30:00.000Z"],
  ["the minute before the clocks go forward", "2026-03-29T01:59", berlin, "2026-03-29T00:59:00.000Z"],
  ["the minute in which they have gone forward", "2026-03-29T03:00", berlin, "2026-03-29T01:00:00.000Z"],
  ["half hours count", "2026-11-24T10:15", "Asia/Kolkata", "2026-11-24T04:45:00.000Z"],
  ["the last zone of the day", "2026-11-24T10:15", "Pacific/Kiritimati", "2026-11-23T20:15:00.000Z"],
];
for (const [sentence, wall, zone, instant] of cases)
  test(sentence, () => {
    expect(instantOf(wall, zone)).toBe(instant);
  });

test("what is no wall-clock time is left for the schema to refuse", () => {
  for (const text of ["tomorrow", "2026-13-01T00:00", "2026-11-24T10:15:00Z", ""])
    expect(instantOf(text, berlin)).toBe(text);
});

test("an instant to the minute comes back from its wall-clock time, but for the second run of a repeated hour", () => {
  const zones = fc.constantFrom(berlin, "America/St_Johns", "Australia/Lord_Howe", "UTC", "America/Sao_Paulo");
  const minutes = fc.integer({ min: Date.UTC(2015, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
  fc.assert(
    fc.property(zones, minutes, (zone, minute) => {
      const at = new Date(minute * 60_000).toISOString();
      const wall = wallClockOf(at, zone);
      const back = instantOf(wall, zone);
      expect(back <= at).toBe(true);
      expect(wallClockOf(back, zone)).toBe(wall);
    }),
    { numRuns: 500 },
  );
});

test("an offset is written as people write it", () => {
  const texts = [berlin, "UTC", "America/St_Johns"].map((zone) => offsetText("2026-11-24T09:15:00.000Z", zone));
  expect(texts).toEqual(["UTC+1", "UTC", "UTC−3:30"]);
});
