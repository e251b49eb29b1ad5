import { z } from "zod";
import { runStates } from "./run-state.ts";

const instant = z.iso.datetime();

const JobRunWire = z.object({
  slot: z.string().describe("What it was made for: an instant of its timetable, or that somebody asked."),
  state: z.enum(runStates),
  claimed_at: instant,
  duration_ms: z.number().nullable(),
  is_catching_up: z.boolean().describe("Whether it made up for what was due while nothing ran."),
  report: z.string().describe("What came of it, in words; empty where there was nothing to do."),
});

export const JobWire = z.object({
  name: z.string(),
  summary: z.string(),
  cron: z.string(),
  zone: z.enum(["workspace", "utc"]).describe("By whose clocks the expression is meant."),
  every_seconds: z.number().nullable().describe("How often it looks between its slots."),
  next_at: instant,
  latest: JobRunWire.nullable().describe("Null before its first run."),
  failing: z.number().int().describe("How many items it could not see to, and tries again."),
});

export const JobsWire = z.object({ data: z.array(JobWire) });

export const WholeJobWire = JobWire.extend({
  failures: z.array(
    z.object({
      kind: z.string(),
      item: z.string().describe("Empty where the run itself failed."),
      message: z.string(),
      attempts: z.number().int(),
      first_failed_at: instant,
      last_failed_at: instant,
      next_attempt_at: instant,
    }),
  ),
  runs: z.array(JobRunWire).describe("Of the last 30 days, newest first."),
  next_cursor: z.string().nullable().describe("Send it as `cursor`; null at the end."),
});

/** When a run was claimed and for what, with a blank between them. */
const Place = z.string().transform((text, context) => {
  const [claimedAt = "", slot] = [text.slice(0, text.indexOf(" ")), text.slice(text.indexOf(" ") + 1)];
  if (z.iso.datetime().safeParse(claimedAt).success) return { claimedAt, slot };
  context.addIssue({ code: "custom", message: "The cursor is not one that this list gave out." });
  return z.NEVER;
});

export const JobQuery = z.object({
  cursor: Place.optional().describe("`next_cursor` of the page before."),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe("How many runs a page has."),
});

export const RunJobWire = z.object({
  item: z
    .object({ kind: z.string().max(60), id: z.string().max(200) })
    .nullable()
    .default(null)
    .describe("A failing item that is to be tried again at once."),
});

export const AskedRunWire = z.object({
  slot: z.string(),
  is_over: z.boolean().describe("False where it goes on; read the job for what comes of it."),
});
