import { z } from "zod";
import { type EventGroup, eventGroups, groupOf } from "./event-groups.ts";
import { type EventType, eventSchemas } from "./events.ts";

const text = z.string().trim().max(256).catch("").default("");

/** A date begins at midnight UTC; a control of date and time leaves seconds and zone out. */
const instant = z
  .string()
  .transform((said) => (/^\d{4}-\d\d-\d\d$/.test(said) ? `${said}T00:00` : said))
  .transform((said) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(said) ? `${said}:00.000Z` : said))
  .pipe(z.iso.datetime({ offset: true }))
  .transform((said) => new Date(said).toISOString())
  .nullable()
  .catch(null)
  .default(null);

/** What the address of the log's page asks for. */
export const TrailParams = z.object({
  q: text,
  group: z.enum(eventGroups).nullable().catch(null).default(null),
  type: text,
  actor: text,
  subject: text,
  from: instant,
  to: instant,
  before: z.coerce.number().int().positive().nullable().catch(null).default(null),
});
export type TrailParams = z.output<typeof TrailParams>;

/** Returns the types that are asked for; none means any. A type that there is not is asked for all the same, and found nowhere. */
export function typesAsked({ group, type }: Pick<TrailParams, "group" | "type">): string[] {
  if (type !== "") return [type];
  return group === null ? [] : typesOf(group);
}

export function typesOf(group: EventGroup): EventType[] {
  return (Object.keys(eventSchemas) as EventType[]).filter((type) => groupOf(type) === group); // cast: its own keys
}
