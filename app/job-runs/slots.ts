import type { Instant } from "#app/engine/types.ts";
import { instantShowing, offsetAt } from "#app/register/wall-clock.ts";

/** When a job is due: a cron expression of five fields, and the time zone whose clocks it names. */
export type Timetable = { cron: string; timeZone: string };

const dayMs = 86_400_000;
const minuteMs = 60_000;
/** Thirteen months, so that what comes once a year is found. */
const furthestDays = 396;

/**
 * Returns the last instant at or before `now` at which a job was due. A time that clocks skip comes as long after midnight
 * as it would without the gap, and one that they show twice comes the first time: what is due once a day has one slot a day.
 * @throws when it was not due within thirteen months.
 */
export function latestSlot(timetable: Timetable, now: Instant): Instant {
  const latest = Date.parse(now);
  return slotBeside(timetable, { from: latest, step: -1 }, (slots) => slots.findLast((at) => at <= latest));
}

/**
 * Returns the first instant after `now` at which a job is due.
 * @throws when it is not due within thirteen months.
 */
export function nextSlot(timetable: Timetable, now: Instant): Instant {
  const earliest = Date.parse(now);
  return slotBeside(timetable, { from: earliest, step: 1 }, (slots) => slots.find((at) => at > earliest));
}

type Walk = { from: number; step: 1 | -1 };
type Pick = (slots: readonly number[]) => number | undefined;

function slotBeside({ cron, timeZone }: Timetable, { from, step }: Walk, pick: Pick): Instant {
  const fields = fieldsOf(cron);
  const today = Math.floor((from + zoneOffset(from, timeZone)) / dayMs) * dayMs;
  // From the day behind: what clocks skip before midnight comes after it.
  for (let days = -1; days <= furthestDays; days += 1) {
    const found = pick(slotsOn(today + step * days * dayMs, fields, timeZone));
    if (found !== undefined) return new Date(found).toISOString();
  }
  throw new Error(`"${cron}" is not due within ${furthestDays} days of ${new Date(from).toISOString()}`);
}

type Fields = {
  minutes: Set<number>;
  hours: Set<number>;
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
};

/** Returns the instants of a calendar day at which an expression is due; the day is its midnight, as if in UTC. */
function slotsOn(day: number, { minutes, hours, days, months, weekdays }: Fields, timeZone: string): number[] {
  const date = new Date(day);
  const isDue = days.has(date.getUTCDate()) && months.has(date.getUTCMonth() + 1) && weekdays.has(date.getUTCDay());
  if (!isDue) return [];
  const shown = [...hours].flatMap((hour) => [...minutes].map((minute) => day + (hour * 60 + minute) * minuteMs));
  return shown.map((at) => (timeZone === "UTC" ? at : instantShowing(at, timeZone))).sort((one, other) => one - other);
}

function zoneOffset(at: number, timeZone: string): number {
  return timeZone === "UTC" ? 0 : offsetAt(at, timeZone);
}

const ranges = { minutes: [0, 59], hours: [0, 23], days: [1, 31], months: [1, 12], weekdays: [0, 6] } as const;

/** Reads numbers, ranges, lists and steps, which is all that our jobs are written with. */
function fieldsOf(cron: string): Fields {
  const [minutes, hours, days, months, weekdays, ...rest] = cron.split(" ");
  if (!minutes || !hours || !days || !months || !weekdays || rest.length > 0)
    throw new Error(`"${cron}" is no cron expression, expected five fields`);
  return {
    minutes: valuesOf(minutes, ranges.minutes),
    hours: valuesOf(hours, ranges.hours),
    days: valuesOf(days, ranges.days),
    months: valuesOf(months, ranges.months),
    weekdays: valuesOf(weekdays, ranges.weekdays),
  };
}

const part = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/;

function valuesOf(field: string, [least, most]: readonly [number, number]): Set<number> {
  const values = new Set<number>();
  for (const written of field.split(",")) {
    const match = part.exec(written);
    if (!match) throw new Error(`"${written}" is no part of a cron expression`);
    const [, from, to, every] = match;
    const first = from === undefined ? least : Number(from);
    const last = from === undefined ? most : Number(to ?? from);
    if (first < least || last > most) throw new Error(`"${written}" is out of range, expected ${least} to ${most}`);
    for (let value = first; value <= last; value += Number(every ?? 1)) values.add(value);
  }
  return values;
}
