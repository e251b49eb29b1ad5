import { z } from "zod";
import { type Instant, outcomes, reasons } from "#app/engine/types.ts";
import type { SignInMethod } from "#app/reports/measured-rows.ts";
import type { DecisionPlace } from "./decision-id.ts";

/** The decision after which a page begins. */
export type SignInCursor = DecisionPlace & { at: Instant };

/** What a list of decisions is asked; null where anything fits. */
export type SignInQuery = {
  subjectId: string | null;
  applicationId: string | null;
  outcome: string | null;
  reason: string | null;
  exceptionId: string | null;
  /** From inclusive, to exclusive. */
  from: Instant | null;
  to: Instant | null;
  after: SignInCursor | null;
  limit: number;
};

/** A decision as a list shows it. */
export type SignInRow = {
  decisionId: string;
  at: Instant;
  subjectId: string;
  applicationId: string;
  outcome: string;
  reason: string;
  exceptionId: string | null;
  method: SignInMethod;
};

/** Asks for everything, of which a question changes a part. */
export const anySignIn: SignInQuery = {
  subjectId: null,
  applicationId: null,
  outcome: null,
  reason: null,
  exceptionId: null,
  from: null,
  to: null,
  after: null,
  limit: 50,
};

const Cursor = z.tuple([z.iso.datetime(), z.string().max(64), z.number().int(), z.number().int()]);

/** A field of a form that was left empty asks nothing. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** A time with its offset; a form's control, which leaves it out, has been read by the clocks of the workspace before. */
const instant = z.iso
  .datetime({ offset: true, error: "Give a date, a time and an offset, such as 2026-11-30T09:00:00Z." })
  .transform((text) => new Date(text).toISOString());

const id = z.string().trim().max(256);

/** The query string of the list of decisions, the same on the screen and in the API. */
export const SignInParams = z.object({
  subject: optional(id.describe("A user name or id, or a service principal's id.")),
  application: optional(id),
  outcome: optional(z.enum(outcomes)),
  reason: optional(z.enum(reasons)),
  exception: optional(id),
  from: optional(instant.describe("From this instant on.")),
  to: optional(instant.describe("Before this instant.")),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: optional(
    z.string().transform((text, context) => {
      const cursor = readCursor(text);
      if (cursor) return cursor;
      context.addIssue({ code: "custom", message: "The cursor is not one that this list gave out." });
      return z.NEVER;
    }),
  ),
});
export type SignInParams = z.output<typeof SignInParams>;

/** Unpacks where a page ended; null for a text that this list did not give out. */
export function readCursor(text: string): SignInCursor | null {
  try {
    const [at, stream, batch, position] = Cursor.parse(
      JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/"))),
    );
    return { at, stream, batch, position };
  } catch {
    return null;
  }
}

/** Packs the place after which the next page begins; opaque to callers. */
export function writeSignInCursor(next: SignInCursor | null): string | null {
  if (next === null) return null;
  const text = btoa(JSON.stringify([next.at, next.stream, next.batch, next.position]));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Turns the query string into what the database is asked, for a subject whose id is known. */
export function signInQueryOf(params: SignInParams, subjectId: string | null): SignInQuery {
  const { application, outcome, reason, exception, from, to, limit, cursor } = params;
  return {
    subjectId,
    applicationId: application ?? null,
    outcome: outcome ?? null,
    reason: reason ?? null,
    exceptionId: exception ?? null,
    from: from ?? null,
    to: to ?? null,
    after: cursor ?? null,
    limit,
  };
}
