import { expect, test } from "vitest";
import type { ReportKind } from "#app/scheduled-reports/report.ts";
import { periodText, scheduleText } from "#app/scheduled-reports/report-words.ts";
import { currentPeriod, earlierPeriod, lastDue, nextDue } from "#app/scheduled-reports/schedule.ts";

const at = (kind: ReportKind, over: Partial<{ weekday: number; monthDay: number; time: string }> = {}) => ({
  ...{ kind, weekday: 1, monthDay: 3, time: "08:00" },
  ...over,
});
const berlin = "Europe/Berlin";

/** Friday noon in Berlin. */
const friday = "2026-11-20T11:00:00.000Z";

test.each<[ReportKind, last: string, next: string, from: string, to: string]>([
  ["kpi_weekly", "2026-11-16T07:00:00.000Z", "2026-11-23T07:00:00.000Z", "2026-11-09", "2026-11-15"],
  ["kpi_monthly", "2026-11-03T07:00:00.000Z", "2026-12-03T07:00:00.000Z", "2026-10-01", "2026-10-31"],
  ["governance_quarterly", "2026-10-03T06:00:00.000Z", "2027-01-03T07:00:00.000Z", "2026-07-01", "2026-09-30"],
  ["grace_daily", "2026-11-20T07:00:00.000Z", "2026-11-21T07:00:00.000Z", "2026-11-20", "2026-11-20"],
])("%s is due by the clocks of the workspace, about the period that is over", (kind, last, next, from, to) => {
  const due = lastDue(at(kind), berlin, friday);
  expect([due.at, due.period]).toEqual([last, { from, to }]);
  expect(nextDue(at(kind), berlin, friday).at).toBe(next);
  expect(currentPeriod({ kind }, berlin, friday)).toEqual({ from, to });
});

test("a time is due from its very instant on, and not a millisecond before", () => {
  const weekly = at("kpi_weekly");
  expect(lastDue(weekly, berlin, "2026-11-23T07:00:00.000Z").at).toBe("2026-11-23T07:00:00.000Z");
  expect(lastDue(weekly, berlin, "2026-11-23T06:59:59.999Z").at).toBe("2026-11-16T07:00:00.000Z");
  expect(nextDue(weekly, berlin, "2026-11-23T07:00:00.000Z").at).toBe("2026-11-30T07:00:00.000Z");
});

test("a time that the clocks skip is due after the gap, and on that day once", () => {
  const daily = at("grace_daily", { time: "02:30" });
  // In Berlin the clocks go from 02:00 to 03:00 on 29 March 2026.
  expect(lastDue(daily, berlin, "2026-03-29T00:30:00.000Z").period.to).toBe("2026-03-28");
  const { at: due, period } = lastDue(daily, berlin, "2026-03-29T12:00:00.000Z");
  expect([due, period.to]).toEqual(["2026-03-29T01:30:00.000Z", "2026-03-29"]);
  expect(nextDue(daily, berlin, due).at).toBe("2026-03-30T00:30:00.000Z");
});

test("a time that the clocks show twice is due at the first, and on that day once", () => {
  const daily = at("grace_daily", { time: "02:30" });
  // In Berlin the clocks go back from 03:00 to 02:00 on 25 October 2026.
  expect(lastDue(daily, berlin, "2026-10-25T00:30:00.000Z").at).toBe("2026-10-25T00:30:00.000Z");
  expect(lastDue(daily, berlin, "2026-10-25T01:30:00.000Z").at).toBe("2026-10-25T00:30:00.000Z");
  expect(nextDue(daily, berlin, "2026-10-25T01:30:00.000Z").at).toBe("2026-10-26T01:30:00.000Z");
});

test("over two years each period comes once and follows from the one before, in any zone", () => {
  for (const zone of [berlin, "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe"])
    for (const kind of ["kpi_weekly", "kpi_monthly", "governance_quarterly", "grace_daily"] as const) {
      const report = at(kind, { weekday: 7, monthDay: 28, time: "00:00" });
      let due = nextDue(report, zone, "2026-01-01T00:00:00.000Z");
      while (due.at < "2028-01-01T00:00:00.000Z") {
        const next = nextDue(report, zone, due.at);
        expect(earlierPeriod({ kind }, next.period)).toEqual(due.period);
        expect(lastDue(report, zone, due.at)).toEqual(due);
        due = next;
      }
    }
});

test("a schedule and a period are said in words", () => {
  expect(scheduleText(at("kpi_weekly"))).toBe("Mondays at 08:00");
  expect(scheduleText(at("kpi_monthly"))).toBe("Day 3 of each month at 08:00");
  expect(scheduleText(at("grace_daily"))).toBe("Every day at 08:00");
  expect(periodText("kpi_weekly", { from: "2026-11-09", to: "2026-11-15" })).toBe("9 Nov 2026 to 15 Nov 2026");
  expect(periodText("kpi_monthly", { from: "2026-10-01", to: "2026-10-31" })).toBe("October 2026");
  expect(periodText("governance_quarterly", { from: "2026-07-01", to: "2026-09-30" })).toBe("Q3 2026");
});
