import { describe, expect, test } from "vitest";
import { type RotationDue, rotationDue, stepsReached } from "#app/break-glass/rotation.ts";
import { standingOf } from "#app/break-glass/standing.ts";
import { addHours } from "#app/register/days.ts";

const since = "2026-08-12T09:00:00.000Z";
const zone = "Europe/Berlin";
const known = { everyDays: 90, since, usedAt: null, timeZone: zone };

describe("when a secret is due", () => {
  const cases: [what: string, given: Partial<Parameters<typeof rotationDue>[0]>, due: RotationDue | null][] = [
    // Clocks went back on 25 October: it is the same hour of the day, an hour later in UTC.
    ["after so many calendar days", {}, { at: "2026-11-10T10:00:00.000Z", because: "interval" }],
    ["in a zone without daylight saving", { timeZone: "UTC" }, { at: "2026-11-10T09:00:00.000Z", because: "interval" }],
    [
      "over a leap day",
      { since: "2028-02-01T09:00:00.000Z", everyDays: 30 },
      { at: "2028-03-02T09:00:00.000Z", because: "interval" },
    ],
    [
      "over the same days of an ordinary year",
      { since: "2027-02-01T09:00:00.000Z", everyDays: 30 },
      { at: "2027-03-03T09:00:00.000Z", because: "interval" },
    ],
    [
      "at an hour that clocks skip",
      { since: "2026-12-29T01:30:00.000Z", everyDays: 89 },
      { at: "2027-03-28T01:30:00.000Z", because: "interval" },
    ],
    ["at once after use", { usedAt: "2026-09-01T22:00:00.000Z" }, { at: "2026-09-01T22:00:00.000Z", because: "use" }],
    [
      "by its interval when it was used after that",
      { usedAt: "2026-12-01T22:00:00.000Z" },
      { at: "2026-11-10T10:00:00.000Z", because: "interval" },
    ],
    ["never by itself without an interval", { everyDays: null }, null],
    [
      "by use alone without an interval",
      { everyDays: null, usedAt: "2026-12-01T22:00:00.000Z" },
      { at: "2026-12-01T22:00:00.000Z", because: "use" },
    ],
  ];
  for (const [what, given, due] of cases)
    test(what, () => {
      expect(rotationDue({ ...known, ...given })).toEqual(due);
    });
});

describe("what is told of it", () => {
  const at = "2026-11-10T10:00:00.000Z";
  const byInterval = { at, because: "interval" } as const;

  test("14, 7 and 1 days before, when it is due, and 1, 7 and 30 days after", () => {
    const told = new Set<number>();
    const instants: string[] = [];
    for (let hour = -24 * 20; hour <= 24 * 40; hour += 1) {
      const steps = stepsReached(byInterval, "UTC", addHours(at, hour));
      const nearest = steps.at(-1);
      if (nearest === undefined || told.has(nearest)) continue;
      told.add(nearest);
      instants.push(`${nearest} ${hour / 24}`);
    }
    expect(instants).toEqual(["-14 -14", "-7 -7", "-1 -1", "0 0", "1 1", "7 7", "30 30"]);
  });

  test("a step is reached at its instant and not a millisecond before", () => {
    const before = new Date(Date.parse(at) - 1).toISOString();
    expect(stepsReached(byInterval, "UTC", before)).toEqual([-14, -7, -1]);
    expect(stepsReached(byInterval, "UTC", at)).toEqual([-14, -7, -1, 0]);
  });

  test("what use makes due has nothing before it", () => {
    expect(stepsReached({ at, because: "use" }, "UTC", addHours(at, -1))).toEqual([]);
    expect(stepsReached({ at, because: "use" }, "UTC", at)).toEqual([0]);
  });
});

describe("the days that are left", () => {
  const standing = (now: string, dueAt: string) => standingOf({ lastAt: since, since, dueAt, now, timeZone: zone });

  test("count calendar days of the workspace, and not hours", () => {
    // 23:30 in Berlin, and half an hour later it is tomorrow.
    expect(standing("2026-11-09T22:30:00.000Z", "2026-11-10T10:00:00.000Z")).toMatchObject({ daysLeft: 1 });
    expect(standing("2026-11-09T23:00:00.000Z", "2026-11-10T10:00:00.000Z")).toMatchObject({ daysLeft: 0 });
  });

  test("are none at the instant at which it is due", () => {
    const dueAt = "2026-11-10T10:00:00.000Z";
    expect(standing("2026-11-10T09:59:59.999Z", dueAt).tone).toBe("caution");
    expect(standing(dueAt, dueAt)).toMatchObject({ tone: "danger", daysLeft: 0, daysUsed: 90, daysOf: 90 });
    expect(standing("2026-11-12T10:00:00.000Z", dueAt).daysLeft).toBe(-2);
  });
});
