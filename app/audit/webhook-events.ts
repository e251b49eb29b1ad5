import { z } from "zod";
import { disabledFor, formats } from "#app/webhooks/endpoint.ts";

const text = z.string();
const instant = z.iso.datetime();

/** What is known of a receiver: of its address only what may be seen, and never a secret. */
const webhookFacts = z.object({
  description: text,
  format: z.enum(formats),
  url: text,
  eventTypes: z.array(text),
  namesPeople: z.boolean(),
});

/** The events of those who are told outside. */
export const webhookEvents = {
  // When an admin adds a receiver.
  "webhook.created": webhookFacts,
  // When its address, or what it is told, is changed.
  "webhook.changed": z.object({ before: webhookFacts, after: webhookFacts, isUrlNew: z.boolean() }),
  // When it gets a new secret; the one before counts as well until then.
  "webhook.secret_rotated": z.object({ previousUntil: instant.nullable() }),
  // When nothing more is sent to it: by hand, since it said that it is gone, or since it did not answer for days.
  "webhook.disabled": z.object({ reason: z.enum(disabledFor), failingSince: instant.nullable() }),
  // When it is sent to again, beginning with what happens from then on.
  "webhook.enabled": z.object({}),
  // When it is taken away; its delivery log is kept for as long as any.
  "webhook.removed": z.object({ description: text }),
  // When messages are sent to it once more: one, or those that failed since an instant.
  "webhook.replayed": z.object({ messages: z.number().int(), messageId: text.nullable(), since: instant.nullable() }),
  // When an admin has a test sent: this event itself is the test.
  "webhook.tested": z.object({}),
} as const;
