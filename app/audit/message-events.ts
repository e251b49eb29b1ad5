import { z } from "zod";
import { ChoicesSchema } from "#app/mail/choices.ts";

const text = z.string();

/** The events of what people are told. */
export const messageEvents = {
  // When somebody chooses how, and when, they are mailed.
  "notifications.chosen": z.object({ before: ChoicesSchema, after: ChoicesSchema }),
  // When an admin changes how everybody is mailed who has not chosen.
  "notifications.defaults_changed": z.object({ before: ChoicesSchema, after: ChoicesSchema }),
  // When an admin has a message tried again that was given up.
  "message.retried": z.object({ template: text, toUserId: text.nullable() }),
} as const;
