import { z } from "zod";
import { type EventGroup, eventGroups, groupOf } from "./event-groups.ts";
import { type EventType, eventSchemas } from "./events.ts";

const text = z.string().trim().max(256).default("");

/** A field of a form that was left empty asks nothing. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? null : value), schema.nullable().default(null));

/** A time with its offset; a form's control, which leaves it out, has been read by the clocks of the workspace before. */
const instant = z.iso.datetime({ offset: true }).transform((said) => new Date(said).toISOString());

/** What the address of the log's page asks for. */
export const TrailParams = z.object({
  q: text,
  group: optional(z.enum(eventGroups)),
  type: text,
  actor: text,
  subject: text,
  from: optional(instant),
  to: optional(instant),
  before: optional(z.coerce.number().int().positive()),
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
