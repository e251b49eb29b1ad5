import type { Instant } from "#app/engine/types.ts";
import { nextQuarterStart, quarterStart } from "#app/register/quarter.ts";
import { instantOf, wallClockOf } from "#app/register/wall-clock.ts";
import { type Period, type ReportKind, type Rhythm, rhythms, type Schedule } from "./report.ts";

type Scheduled = Schedule & { kind: ReportKind };

/** A time at which a report is due, and what it is about then. */
export type DueTime = { at: Instant; period: Period };

const dayMs = 86_400_000;

/** Returns the last time at which a report was due, now included. */
export function lastDue(report: Scheduled, timeZone: string, now: Instant): DueTime {
  const today = dayOf(now, timeZone);
  const day = latestDay(report, today);
  const due = dueOn(report, day, timeZone);
  return due.at <= now ? due : dueOn(report, latestDay(report, addToDay(day, -1)), timeZone);
}

/** Returns the next time at which a report is due, after now. */
export function nextDue(report: Scheduled, timeZone: string, now: Instant): DueTime {
  const today = dayOf(now, timeZone);
  const day = nextDay(report, today);
  const due = dueOn(report, day, timeZone);
  return due.at > now ? due : dueOn(report, nextDay(report, addToDay(day, 1)), timeZone);
}

/** Returns what a report would be about if it were made now. */
export function currentPeriod({ kind }: Pick<Scheduled, "kind">, timeZone: string, now: Instant): Period {
  return periodBefore(rhythms[kind], dayOf(now, timeZone));
}

/** Returns the period before one, which it is compared with. */
export function earlierPeriod({ kind }: Pick<Scheduled, "kind">, { from }: Period): Period {
  return rhythms[kind] === "day"
    ? { from: addToDay(from, -1), to: addToDay(from, -1) }
    : periodBefore(rhythms[kind], from);
}

/** By what the clocks show, also on a day on which they skip that time or show it twice: then after the gap, and the first. */
function dueOn({ kind, time }: Scheduled, day: string, timeZone: string): DueTime {
  return { at: instantOf(`${day}T${time}`, timeZone), period: periodBefore(rhythms[kind], day) };
}

/** What is over when a day begins: the week from Monday to Sunday, the month, the quarter. A daily list is of the day itself. */
function periodBefore(rhythm: Rhythm, day: string): Period {
  switch (rhythm) {
    case "day":
      return { from: day, to: day };
    case "week": {
      const monday = addToDay(day, 1 - weekdayOf(day));
      return { from: addToDay(monday, -7), to: addToDay(monday, -1) };
    }
    case "month": {
      const to = addToDay(`${day.slice(0, 7)}-01`, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    case "quarter": {
      const to = addToDay(quarterStart(day), -1);
      return { from: quarterStart(to), to };
    }
    default:
      return rhythm satisfies never;
  }
}

/** The latest day of a schedule that is not after a day. */
function latestDay(report: Scheduled, day: string): string {
  const rhythm = rhythms[report.kind];
  if (rhythm === "day") return day;
  if (rhythm === "week") return addToDay(day, -((weekdayOf(day) - report.weekday + 7) % 7));
  const begins = rhythm === "month" ? monthStart : quarterStart;
  const here = inMonth(begins(day), report.monthDay);
  return here <= day ? here : inMonth(begins(addToDay(begins(day), -1)), report.monthDay);
}

/** The first day of a schedule that is not before a day. */
function nextDay(report: Scheduled, day: string): string {
  const rhythm = rhythms[report.kind];
  if (rhythm === "day") return day;
  if (rhythm === "week") return addToDay(day, (report.weekday - weekdayOf(day) + 7) % 7);
  const [begins, next] = rhythm === "month" ? [monthStart, nextMonthStart] : [quarterStart, nextQuarterStart];
  const here = inMonth(begins(day), report.monthDay);
  return here >= day ? here : inMonth(next(day), report.monthDay);
}

const monthStart = (day: string) => `${day.slice(0, 7)}-01`;
const nextMonthStart = (day: string) => monthStart(addToDay(monthStart(day), 31));
const inMonth = (first: string, monthDay: number) => addToDay(first, monthDay - 1);

function dayOf(now: Instant, timeZone: string): string {
  return wallClockOf(now, timeZone).slice(0, 10);
}

/** Returns the day that is so many days after another. */
export function addToDay(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** 1 is Monday. */
function weekdayOf(day: string): number {
  return new Date(day).getUTCDay() || 7;
}
