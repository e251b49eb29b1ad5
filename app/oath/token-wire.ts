import { z } from "zod";
import { custodyMatters } from "./custody.ts";
import { algorithms, revocations, tokenKinds, tokenStatuses } from "./oath-token.ts";
import { TokenForm } from "./token-forms.ts";
import { tokenFilters } from "./token-query.ts";

const instant = z.iso.datetime();
const day = z.iso.date();

export const OathTokenWire = z.object({
  id: z.string(),
  kind: z.enum(tokenKinds),
  serial: z.string().nullable().describe("Null for an authenticator app."),
  model: z.string().nullable(),
  status: z.enum(tokenStatuses),
  holder_id: z.string().nullable(),
  algorithm: z.enum(algorithms),
  digits: z.number().int(),
  period: z.number().int(),
  drift: z.number().int().describe("How many steps its clock is off."),
  failures: z.number().int().describe("Wrong codes in a row."),
  is_drifting: z.boolean(),
  is_desynchronised: z.boolean(),
  replace_by: day.nullable(),
  age: z.enum(["overdue", "due"]).nullable().describe("Whether it is to be replaced."),
  created_at: instant,
  last_used_at: instant.nullable(),
  revoked_at: instant.nullable(),
  revocation: z.enum(revocations).nullable(),
});

export const OathTokensWire = z.object({
  data: z.array(OathTokenWire),
  next_cursor: z.string().nullable().describe("Send it as `cursor`; null at the end."),
});

export const WholeOathTokenWire = OathTokenWire.extend({
  custody: z
    .array(z.object({ at: instant, matter: z.enum(custodyMatters), holder_id: z.string(), place: z.string() }))
    .describe("Who has had it, and its seed."),
});

export const OathTokensQuery = z.object({
  show: z.enum(tokenFilters).nullable().default(null).describe("Only tokens of one sort."),
  q: z.string().max(100).default("").describe("A part of a serial number or of a holder’s name."),
  cursor: z.string().max(200).nullable().default(null).describe("`next_cursor` of the page before."),
});

const { shape: assign } = TokenForm.options[0];
const { shape: unassign } = TokenForm.options[1];
const { shape: revoke } = TokenForm.options[2];

export const AssignWire = z.object({
  user_name: assign.userName.describe("Whose it becomes, by address."),
  code: assign.code.describe("What the token shows; it is spent by it."),
});
export const UnassignWire = z.object({ place: unassign.place.describe("Where it lies from now on.") });
export const RevokeWire = z.object({ reason: revoke.revocation });

export const TokenImportWire = z.object({
  csv: z.string().trim().min(1).max(900_000).describe("The seed file that came with the tokens."),
  seed_holder: z.string().trim().min(1).max(320).describe("Who holds the seed file, by address."),
  seed_place: z.string().trim().min(1).max(200).describe("Where the seed file lies."),
  is_trial: z.boolean().default(false).describe("Only says what would be done."),
});

export const TokenImportAnswer = z.object({
  is_trial: z.boolean(),
  tokens: z.array(z.object({ line: z.number().int(), serial: z.string(), model: z.string().nullable() })),
  refused: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});
