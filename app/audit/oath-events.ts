import { z } from "zod";
import { revocations } from "#app/oath/oath-token.ts";

const id = z.string().min(1);
const text = z.string();
const count = z.number().int();

const place = z.object({ holderId: id, place: text });

/** The events of tokens that make one-time codes; no seed and no code is ever in one. */
export const oathEvents = {
  // When a hardware token is taken into the stock.
  "oath_token.imported": z.object({
    serial: text,
    model: text.nullable(),
    algorithm: text,
    digits: count,
    period: count,
    replaceBy: text.nullable(),
  }),
  // When a hardware token becomes somebody's factor, which a code of it has confirmed.
  "oath_token.assigned": z.object({ serial: text, userId: id }),
  // When a hardware token goes back into the stock.
  "oath_token.unassigned": z.object({ serial: text, userId: id }),
  // When two codes in a row show how far a token's clock is ahead, in steps.
  "oath_token.resynchronised": z.object({
    serial: text.nullable(),
    userId: id.nullable(),
    before: count,
    after: count,
  }),
  // When a hardware token stops counting for good; its seed is forgotten.
  "oath_token.revoked": z.object({ serial: text, reason: z.enum(revocations), userId: id.nullable() }),
  // When somebody else has a token or its seed, or it lies elsewhere.
  "oath_token.custody_changed": z.object({ matter: z.enum(["token", "seed"]), before: place.nullable(), after: place }),
  // When another day is set on which a hardware token is to be replaced.
  "oath_token.replacement_set": z.object({ serial: text, before: text.nullable(), after: text.nullable() }),
  // When the quarterly audit of tokens begins, with what there was to look at.
  "oath_audit.opened": z.object({ quarter: text, dueAt: z.iso.datetime(), counts: z.record(text, count) }),
  // When one of its questions is answered, or answered otherwise.
  "oath_audit.answered": z.object({ question: text, note: text }),
  // When an admin signs it off.
  "oath_audit.closed": z.object({ quarter: text, statement: text, evidence: text }),
} as const;
