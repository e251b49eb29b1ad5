import { z } from "zod";
import { drillHours, drillSteps, stepResults } from "./drill.ts";
import { emergencyHours, reportParts } from "./incident.ts";
import { useClasses, useFilters } from "./use.ts";

const text = (least: number, what: string) => z.string().trim().min(least, what).max(4000, "At most 4000 characters.");
const orNothing = z
  .string()
  .trim()
  .max(300, "At most 300 characters.")
  .nullish()
  .transform((said) => said || null);

/** What somebody says that a use was. */
export const Classification = z.object({
  classification: z.enum(useClasses, "Choose what it was."),
  explanation: text(10, "Say in a sentence how you know."),
  signed_in_by: orNothing.describe("The id of the person; null where it is not known."),
});

export const PostMortemForm = z.object({
  what_happened: text(10, "Say what happened."),
  why_needed: text(10, "Say why the account was needed."),
  what_was_done: text(10, "Say what was done with it."),
  what_would_avoid: text(10, "Say what would have avoided it."),
});

export const EmergencyForm = z.object({
  title: text(5, "Say in a few words what it is.").pipe(z.string().max(120, "At most 120 characters.")),
  reference: orNothing.describe("What it is called elsewhere, such as a ticket."),
  reason: text(10, "Say why emergency accounts are needed."),
  hours: z.coerce
    .number("Say for how many hours.")
    .int("Whole hours.")
    .min(1, "At least one hour.")
    .max(emergencyHours.most, `At most ${emergencyHours.most} hours; declare it anew if it goes on.`),
});

const part = z.string().trim().max(4000, "At most 4000 characters.").default("");

/** A report, whole: a part that is left out is emptied. */
export const ReportForm = z.object(
  Object.fromEntries(reportParts.map((name) => [name, part])) as Record<(typeof reportParts)[number], typeof part>, // cast: one for each part
);

/** When a drill begins: an instant, or at once where it is left out. */
export const DrillPlan = z.object({
  account: z.string("Choose the account.").min(1, "Choose the account."),
  starts_at: z.iso
    .datetime({ offset: true, error: "Give a day and a time." })
    .nullish()
    .transform((at) => (at ? new Date(at).toISOString() : null)),
  hours: z.coerce
    .number("Say for how many hours.")
    .min(drillHours.least, "At least a quarter of an hour.")
    .max(drillHours.most, `At most ${drillHours.most} hours.`),
  signs_in: z.string("Choose who signs in.").min(1, "Choose who signs in."),
});

export const StepAnswers = z.object({
  steps: z
    .array(
      z.object({
        step: z.enum(drillSteps),
        result: z.enum(stepResults),
        note: z.string().trim().max(1000, "At most 1000 characters.").default(""),
      }),
    )
    .min(1, "Answer at least one step."),
});

export const DrillEnd = z.object({
  evidence: text(3, "Say where the evidence lies.").describe("Where it lies: a ticket, a folder, a signed list."),
});

/** The body of what needs no more than its address. */
export const Nothing = z.object({});

/** Which uses the API is asked for. */
export const UsesQuery = z.object({
  account: z.string().optional().describe("The id of an account."),
  show: z.enum(useFilters).optional(),
  before: z.string().optional().describe("The last use of the page before."),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
