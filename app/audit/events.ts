import { z } from "zod";
import { breakGlassEvents } from "./break-glass-events.ts";
import { breakGlassUseEvents } from "./break-glass-use-events.ts";
import { calendarEvents } from "./calendar-events.ts";
import { clockworkEvents } from "./clockwork-events.ts";
import { documentEvents } from "./document-events.ts";
import { dueEvents } from "./due-events.ts";
import { exceptionEvents } from "./exception-events.ts";
import { exportEvents } from "./export-events.ts";
import { jobEvents } from "./job-events.ts";
import { messageEvents } from "./message-events.ts";
import { oathEvents } from "./oath-events.ts";
import { peopleEvents } from "./people-events.ts";
import { policyEvents } from "./policy-events.ts";
import { reportEvents } from "./report-events.ts";
import { signingEvents } from "./signing-events.ts";
import { webhookEvents } from "./webhook-events.ts";

const id = z.string().min(1);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const text = z.string();
const instant = z.iso.datetime();

const objectFacts = z.object({ name: text.optional(), externalId: text.nullable().optional() });

/** One schema per event type; an event that is not here cannot be written. */
export const eventSchemas = {
  ...peopleEvents,
  ...jobEvents,
  ...policyEvents,
  // When somebody is told at a sign-in that they have to enrol first, and has not been since they last lacked nothing.
  "user.mfa_required": z.object({ applicationId: text, reason: text, decisionId: text }),
  // When somebody's time to enrol a factor began.
  TENANT_MFA_GRACE_GRANTED: z.object({ startsAt: instant, endsAt: instant }),
  // When it was over and nothing that is accepted had been enrolled.
  TENANT_MFA_GRACE_EXPIRED: z.object({ endsAt: instant }),
  // When a group, role, application or service principal is added to the directory.
  "directory.object_added": z.object({ kind: text, name: text }),
  // When its name or external id is changed.
  "directory.object_updated": z.object({ kind: text, before: objectFacts, after: objectFacts }),
  // When it is no longer offered; a service principal cannot sign in from then on.
  "directory.object_disabled": z.object({ kind: text, name: text }),
  // When it is offered again.
  "directory.object_enabled": z.object({ kind: text, name: text }),
  // When a person joins a group or gets a role of the directory.
  "directory.member_added": z.object({ kind: text, objectId: id }),
  // When a person leaves a group or loses a role of the directory; `rules` are those of the policy that were about it.
  "directory.member_removed": z.object({ kind: text, objectId: id, rules: z.array(text) }),
  ...exceptionEvents,
  ...oathEvents,
  ...breakGlassEvents,
  ...calendarEvents,
  ...clockworkEvents,
  ...breakGlassUseEvents,
  ...messageEvents,
  ...dueEvents,
  ...documentEvents,
  ...webhookEvents,
  ...signingEvents,
  ...reportEvents,
  // When a view is saved for everybody.
  "saved_view.created": z.object({ name: text, query: text }),
  // When a view of everybody's is renamed, gets other filters or another place.
  "saved_view.changed": z.object({ name: text, query: text, place: z.number().int() }),
  // When a view of everybody's is taken away.
  "saved_view.removed": z.object({ name: text, query: text }),
  // When rows were taken in from a file.
  "import.finished": z.object({
    format: text,
    filed: z.number().int(),
    skipped: z.number().int(),
    refused: z.number().int(),
  }),
  ...exportEvents,
  // When the head of a decision stream is sealed into this chain.
  "decisions.sealed": z.object({ stream: text, seq: z.number().int(), hash }),
  // When somebody asks what recorded decisions would have been under a draft.
  "replay.started": z.object({ days: z.number().int(), policyDraftId: text.nullable(), exceptionId: text.nullable() }),
  // When that question is taken back.
  "replay.cancelled": z.object({}),
  // When it has been answered, or could not be.
  "replay.finished": z.object({ state: z.enum(["done", "failed"]), judged: z.number().int(), fault: text.nullable() }),
  // When the chain has been walked, each night or as somebody asked.
  "audit.verified": z.object({
    upToSeq: z.number().int(),
    ok: z.boolean(),
    firstBreak: z.number().int().nullable(),
    firstStreamBreak: text.nullable(),
    /** The walk that somebody had asked for; left out for the nightly one. */
    verificationId: text.optional(),
  }),
  // When somebody asks for a walk along the chain, to its end or to a row.
  "audit.verification_asked": z.object({ upTo: z.number().int().nullable() }),
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventData<T extends EventType> = z.input<(typeof eventSchemas)[T]>;

/** Who caused an event. */
export type AuditActor = { kind: "user" | "token" | "job" | "console"; id: string | null };

/** What an event is about, as { kind: "exception", id: "EXC-2026-0042" }. */
export type AuditSubject = { kind: string; id: string };
