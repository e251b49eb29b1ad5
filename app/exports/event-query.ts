import { z } from "zod";

const text = z.string().default("");

/** A day, or an instant to the millisecond; both are compared as text with when things happened. */
const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true }).transform((said) => new Date(said).toISOString())])
  .or(z.literal(""))
  .default("");

/** What an address asks of things that happened; an empty text means any. From inclusive, to exclusive. */
export const EventQuery = z.object({
  exception: text,
  key: text,
  from: moment,
  to: moment,
});
export type EventQuery = z.output<typeof EventQuery>;

/** Reads what an address asks of things that happened. */
export function readEventQuery(query: string): EventQuery {
  return EventQuery.parse(Object.fromEntries(new URLSearchParams(query)));
}
