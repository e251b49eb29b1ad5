import { z } from "zod";
import { isTimeZone } from "#app/register/is-time-zone.ts";
import type { Choices } from "./choices.ts";
import type { InboxItem } from "./inbox-item.ts";
import { mailModes, modesFor } from "./mail-modes.ts";
import { type Topic, topics } from "./traits.ts";

/** A message of an inbox, as the API answers it. */
export const InboxMessageWire = z.object({
  id: z.string(),
  topic: z.enum(topics),
  subject: z.string(),
  text: z.string().describe("What has happened, in one or two sentences."),
  facts: z.string().describe("What to know of it, in a line."),
  url: z.string().describe("The page that it leads to."),
  created_at: z.iso.datetime(),
  is_read: z.boolean(),
});

export function messageOnWire(
  { id, topic, subject, lead, facts, link, at, isRead }: InboxItem,
  publicUrl: URL,
): z.output<typeof InboxMessageWire> {
  const url = new URL(link.url, publicUrl).href;
  return { id, topic, subject, text: lead, facts, url, created_at: at, is_read: isRead };
}

/** What marks messages as read. */
export const ReadWire = z.object({
  id: z.string().max(100).nullable().default(null).describe("One message; left out, all of them."),
});

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time as 22:00.");
const mode = (topic: Topic) =>
  z.enum(mailModes).refine((chosen) => modesFor(topic).includes(chosen), {
    error: `This topic can be mailed ${modesFor(topic).join(" or ")}.`,
  });

/** How somebody is mailed; what is left out is as the workspace has it. */
export const ChoicesWire = z.object({
  modes: z.object(Object.fromEntries(topics.map((topic) => [topic, mode(topic).optional()]))).default({}),
  quiet: z
    .union([
      z.literal("none"),
      z
        .object({ from: clock, to: clock })
        .refine(({ from, to }) => from !== to, "They have to end at another time than they begin."),
    ])
    .optional()
    .describe("Hours in which only what is urgent is mailed; may go over midnight."),
  digest_hour: z.number().int().min(0).max(23).optional(),
  time_zone: z.string().refine(isTimeZone, "Name a time zone such as Europe/Berlin.").optional(),
});

export function choicesOf({ digest_hour, time_zone, modes, quiet }: z.output<typeof ChoicesWire>): Choices {
  return {
    modes,
    ...(quiet !== undefined && { quiet }),
    ...(digest_hour !== undefined && { digestHour: digest_hour }),
    ...(time_zone !== undefined && { timeZone: time_zone }),
  };
}

export function choicesOnWire({ modes, quiet, digestHour, timeZone }: Choices): z.input<typeof ChoicesWire> {
  return {
    modes,
    ...(quiet !== undefined && { quiet }),
    ...(digestHour !== undefined && { digest_hour: digestHour }),
    ...(timeZone !== undefined && { time_zone: timeZone }),
  };
}
