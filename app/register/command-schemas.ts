import { z } from "zod";
import { closureCauses } from "./exception.ts";
import { Instant, RiskSchema } from "./exception-schemas.ts";
import type { Command } from "./lifecycle.ts";
import { ratings } from "./risk.ts";

const comment = z.string().trim().max(10_000).default("");
const needed = (what: string) => z.string({ error: what }).trim().min(1, what).max(10_000);
const reason = needed("Say why.");

/** How long an emergency lasts at most before it has to be ratified. */
export const longestEmergencyHours = 24;
const hoursHint = `Enter 1 to ${longestEmergencyHours} hours.`;

export const reviewOutcomes = ["keep", "shorten", "let_expire", "revoke", "escalate"] as const;
/** What a review may decide about an exception in force. */
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** What each command carries beside the version that was read. */
export const commandSchemas = {
  submit: z.object({ comment }),
  resubmit: z.object({ comment }),
  request_changes: z.object({ comment: reason }),
  assess: z.object({
    inherent: RiskSchema,
    residual: RiskSchema,
    /** Another rating than the one that follows from risk and scope, with the reason for it. */
    rating: z.enum(ratings, "Choose a rating.").optional(),
    rating_reason: z.string().trim().max(10_000).optional(),
    comment: needed("Say how you came to the rating."),
  }),
  /** With an end, for a shorter term than was asked for. */
  approve: z.object({ ends_at: Instant.optional(), comment }),
  reject: z.object({ comment: reason }),
  withdraw: z.object({ comment }),
  /** With hours, for less than a day. */
  grant_emergency: z.object({
    hours: z.coerce
      .number("Enter a number of hours.")
      .int("Enter a whole number of hours.")
      .min(1, hoursHint)
      .max(longestEmergencyHours, hoursHint)
      .optional(),
    comment: needed("Say what the emergency is."),
  }),
  ratify: z.object({ comment }),
  implement: z.object({
    change_reference: needed("Name the change that put it in place."),
    where: needed("Name the system in which it was changed."),
    what: needed("Say what was changed there."),
    comment,
  }),
  validate: z.object({
    result: z.enum(["passed", "failed"], "Say whether the test passed."),
    comment: needed("Say what was tested and what shows the result."),
  }),
  /** With an end, if the outcome is to shorten. */
  review: z.object({
    outcome: z.enum(reviewOutcomes, "Choose what happens with it."),
    ends_at: Instant.optional(),
    comment: needed("Say what the decision rests on."),
  }),
  report_progress: z.object({
    milestone: needed("Name the milestone."),
    is_done: z.boolean("Say whether it was reached."),
    comment,
  }),
  request_extension: z.object({ ends_at: Instant, comment: needed("Say why it has to last longer.") }),
  suspend: z.object({ comment: reason }),
  resume: z.object({ comment: reason }),
  revoke: z.object({ comment: reason }),
  lapse: z.object({ comment: reason }),
  close: z.object({
    cause: z.enum(closureCauses, "Choose what ended it."),
    evidence: needed("Say what shows that it has ended."),
    replaced_by: needed("Say what replaced it, or that nothing did."),
    would_have_avoided: needed("Say what would have avoided it."),
    comment,
  }),
} as const satisfies Record<Command, z.ZodType>;

export type CommandInput = {
  [C in Command]: { command: C; version: number } & z.output<(typeof commandSchemas)[C]>;
}[Command];
