import { z } from "zod";
import { verificationStates } from "./verification-states.ts";

const instant = z.iso.datetime();
const state = z.enum(verificationStates);

/** A walk along the log that is asked for. */
export const VerificationPost = z.object({
  up_to: z
    .number()
    .int()
    .positive()
    .nullable()
    .default(null)
    .describe("A row of the log to stop at; the whole log and every decision where it is left out."),
});

export const VerificationWire = z.object({
  id: z.string(),
  state,
  up_to: z.number().int().nullable(),
  started_by: z.string(),
  created_at: instant,
  finished_at: instant.nullable(),
  done: z.number().int().describe("How many rows have been walked over."),
  total: z.number().int().nullable().describe("Of how many; null until they have been counted."),
  ok: z.boolean().nullable().describe("Whether everything follows; null until it is done."),
  verified_up_to: z.number().int().nullable().describe("The last row that follows from all before it."),
  findings: z.array(z.object({ where: z.string(), reason: z.string() })).describe("What does not follow."),
  fault: z.string().nullable().describe("Why it could not be made."),
});

/** Walks as a list has them, those of the nights among them. */
export const VerificationsWire = z.object({
  data: z.array(
    z.object({
      id: z.string().nullable().describe("Null for the walk of a night."),
      at: instant,
      state,
      ok: z.boolean().nullable(),
      verified_up_to: z.number().int().nullable(),
      path: z.string().describe("Where a person sees more of it."),
    }),
  ),
});
