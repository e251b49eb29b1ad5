import { z } from "zod";

const text = z.string();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What is known of a key; the private half never stands here. */
const keyFacts = z.object({ vkey: text, fingerprint: hash });

/** The events of what the workspace signs. */
export const signingEvents = {
  // When the workspace gets the key that it signs with: its first one.
  "signing_key.created": keyFacts,
  // When another key takes its place; what the one before has signed stays good.
  "signing_key.rotated": keyFacts.extend({ retired: text }),
  // When the head of the log is signed; the row of this event is the first that the checkpoint does not cover.
  "checkpoint.published": z.object({ size: z.number().int(), hash, keyId: text, streams: z.number().int() }),
  // When an admin chooses whether checkpoints can be read by everybody, and to whom they are mailed.
  "checkpoint.settings_changed": z.object({
    before: z.object({ isPublished: z.boolean(), addresses: z.array(text) }),
    after: z.object({ isPublished: z.boolean(), addresses: z.array(text) }),
  }),
} as const;
