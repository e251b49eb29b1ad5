import { z } from "zod";
import type { Happening } from "./happening.ts";

const instant = z.iso.datetime();

/** What a program receives: Standard Webhooks, "payload structure". */
export const WebhookBodyWire = z.object({
  type: z.string().describe("The type of the event, as the audit log has it."),
  timestamp: instant.describe("When it happened, which is not when this was sent."),
  data: z.object({
    workspace: z.string(),
    seq: z.number().int().describe("The number of the event in the audit log; order by it."),
    actor: z.object({
      kind: z.string(),
      id: z.string().nullable(),
      name: z.string().nullable().describe("Null unless the receiver is told the names of people."),
    }),
    subject: z.object({ kind: z.string(), id: z.string() }),
    url: z.string().describe("A page of the register."),
    facts: z.record(z.string(), z.unknown()).describe("What the event says, without what people wrote."),
    exception: z
      .object({
        id: z.string(),
        title: z.string().nullable(),
        category: z.string(),
        state: z.string().describe("When this was written, which may be later than the event."),
        rating: z.string().nullable(),
        starts_at: instant,
        ends_at: instant,
      })
      .nullable(),
  }),
});

/** Returns the body for a program, byte for byte as it is signed. */
export function standardBody({ type, at, workspace, exception, ...happening }: Happening): string {
  const { seq, actor, subject, url, facts } = happening;
  const about = exception && {
    id: exception.id,
    title: exception.title,
    category: exception.category,
    state: exception.state,
    rating: exception.rating,
    starts_at: exception.startsAt,
    ends_at: exception.endsAt,
  };
  return JSON.stringify({
    type,
    timestamp: at,
    data: { workspace: workspace.slug, seq, actor, subject, url, facts, exception: about },
  } satisfies z.output<typeof WebhookBodyWire>);
}
