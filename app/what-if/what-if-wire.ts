import { z } from "zod";
import { outcomes } from "#app/engine/types.ts";
import { responseContext } from "#app/signins/evaluation-response.ts";
import { EvaluationResponseWire } from "#app/signins/evaluation-wire.ts";
import { variants, type WhatIf } from "./variants.ts";

const variant = z.enum(variants);
const count = z.number().int().min(0);

/** What the API answers to a sign-in that nobody has made. */
export const WhatIfWire = z.object({
  at: z.iso.datetime(),
  policy_version: z.number().int(),
  counted: count.describe("1, or how many members of the group there are, up to 5,000."),
  has_more: z.boolean().describe("The group has more members than were counted."),
  counts: z.array(z.object({ variant, ...Object.fromEntries(outcomes.map((outcome) => [outcome, count])) })),
  differing: count.describe("How many are answered differently under one of the drafts."),
  results: z
    .array(
      z.object({
        subject_id: z.string(),
        answers: z.array(
          z.object({ variant, ...EvaluationResponseWire.shape.context.omit({ decision_id: true }).shape }),
        ),
      }),
    )
    .describe("The first 20, those who are answered differently before all others."),
});

export function whatIfWireOf({ at, policyVersion, counted, hasMore, counts, differing, rows }: WhatIf) {
  return {
    at,
    policy_version: policyVersion,
    counted,
    has_more: hasMore,
    counts: counts.map(({ variant: name, outcomes: each }) => ({ variant: name, ...each })),
    differing,
    results: rows.map(({ subjectId, decisions }) => ({
      subject_id: subjectId,
      answers: decisions.map(({ variant: name, decision }) => ({ variant: name, ...responseContext(decision) })),
    })),
  };
}
