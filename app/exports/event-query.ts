import { z } from "zod";

const text = z.string().default("");

/** What an address asks of things that happened; an empty text means any. From inclusive, to exclusive. */
const EventQuery = z.object({
  exception: text,
  key: text,
  from: text,
  to: text,
});
export type EventQuery = z.output<typeof EventQuery>;

/** Reads what an address asks of things that happened. */
export function readEventQuery(query: string): EventQuery {
  return EventQuery.parse(Object.fromEntries(new URLSearchParams(query)));
}
