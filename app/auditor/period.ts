import { z } from "zod";
import { endOfDay } from "#app/auth/access-end.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { instantOf, wallClockOf } from "#app/register/wall-clock.ts";

/** So many days back, today among them, unless somebody asks for others. */
export const usualDays = 90;

const day = z.iso.date().nullable().catch(null).default(null);
const Asked = z.object({ from: day, to: day });

/** Days that somebody asks about, both included, and what they mean as instants. */
export type Period = { from: string; to: string; begins: Instant; ends: Instant };

/** Reads a period from an address, in the time zone of the workspace; days in the wrong order change places. */
export function readPeriod(search: URLSearchParams, { timeZone, now }: { timeZone: string; now: Instant }): Period {
  const asked = Asked.parse(Object.fromEntries(search));
  const to = asked.to ?? wallClockOf(now, timeZone).slice(0, 10);
  const from = asked.from ?? addDays(`${to}T00:00:00.000Z`, 1 - usualDays).slice(0, 10);
  const [first, last] = from <= to ? [from, to] : [to, from];
  return { from: first, to: last, begins: instantOf(`${first}T00:00`, timeZone), ends: endOfDay(last, timeZone) };
}
