import type { Db } from "#db/connect.ts";
import type { Journal } from "#db/write.ts";
import { addMissingObjects } from "./add-missing-objects.server.ts";
import { assess } from "./assess.server.ts";
import { nextReview, reviewEvery } from "./cadence.ts";
import type { CommandInput } from "./command-schemas.ts";
import { decide, grantEmergency, refuseExtension } from "./decide.server.ts";
import type { Exception } from "./exception.ts";
import { gapsFor } from "./gaps-for.server.ts";
import { endEarly, reportProgress, requestExtension, resume, review, suspend, validate } from "./oversee.server.ts";
import { Refused } from "./refused.ts";
import { moved, type Step, type StepOf, said, subjectOf } from "./step.ts";
import { takeOn } from "./take-on.server.ts";

/** Returns the record after the command and audits it; the caller saves. */
export async function carryOut(tx: Db, journal: Journal, step: Step<CommandInput>): Promise<Exception> {
  const { input, before } = step;
  switch (input.command) {
    case "submit":
    case "resubmit":
      return submit(tx, journal, { ...step, input });
    case "request_changes":
      return move(journal, step, "exception.changes_requested");
    case "assess":
      return assess(tx, journal, { ...step, input });
    case "approve":
    case "ratify":
      return decide(tx, journal, { ...step, input });
    case "reject":
      return before.extension ? refuseExtension(journal, step, "rejected") : end(journal, step, "exception.rejected");
    case "withdraw":
      return before.extension ? refuseExtension(journal, step, "withdrawn") : end(journal, step, "exception.withdrawn");
    case "lapse":
      return before.extension ? refuseExtension(journal, step, "lapsed") : end(journal, step, "exception.lapsed");
    case "grant_emergency":
      return grantEmergency(tx, journal, { ...step, input });
    case "implement":
      return implement(tx, journal, { ...step, input });
    case "validate":
      return validate(tx, journal, { ...step, input });
    case "review":
      return review(tx, journal, { ...step, input });
    case "report_progress":
      return reportProgress(journal, { ...step, input });
    case "request_extension":
      return requestExtension(tx, journal, { ...step, input });
    case "suspend":
      return suspend(tx, journal, step);
    case "resume":
      return resume(journal, step);
    case "revoke":
      return endEarly(tx, journal, step);
    case "close":
      return close(journal, { ...step, input });
    default:
      return input satisfies never;
  }
}

type PlainEvent =
  | "exception.changes_requested"
  | "exception.rejected"
  | "exception.withdrawn"
  | "exception.lapsed"
  | "exception.submitted"
  | "exception.resubmitted";

function move({ audit }: Journal, step: Step, event: PlainEvent, changes: Partial<Exception> = {}): Exception {
  const after = { ...moved(step), ...changes };
  audit(event, subjectOf(step), said(step, after));
  return after;
}

function end(journal: Journal, step: Step, event: PlainEvent): Exception {
  return move(journal, step, event, { endedAt: step.now });
}

async function submit(tx: Db, journal: Journal, step: StepOf<"submit" | "resubmit">): Promise<Exception> {
  const { before, rules, input, actor, now } = step;
  const gaps = await gapsFor(tx, before, rules, now);
  if (gaps.length > 0) throw new Refused(400, "incomplete", "Some parts are missing or out of bounds.", { gaps });
  await takeOn(tx, step, "requestor");
  const event = input.command === "submit" ? "exception.submitted" : "exception.resubmitted";
  return move(journal, step, event, {
    requestorId: actor.userId,
    submittedAt: now,
    categoryVersion: before.categoryVersion ?? rules.version,
  });
}

async function implement(tx: Db, journal: Journal, step: StepOf<"implement">): Promise<Exception> {
  const { before, rules, timeZone, input, actor, now } = step;
  if (!before.rating) throw new Error(`${before.id} is approved without a rating`);
  await takeOn(tx, step, "implementer");
  await addMissingObjects(tx, journal, step);
  const after = {
    ...moved(step),
    reviewEveryDays: reviewEvery(rules, before.rating),
    nextReviewAt: nextReview(rules, { rating: before.rating, isFirst: true, timeZone, now }),
    implementerId: actor.userId,
    changeReference: input.change_reference,
    implementation: { where: input.where, what: input.what },
    activatedAt: now,
  };
  journal.audit("exception.implemented", subjectOf(step), {
    ...said(step, after),
    changeReference: input.change_reference,
    where: input.where,
    what: input.what,
    startsAt: before.startsAt,
    endsAt: before.endsAt,
  });
  return after;
}

function close({ audit }: Journal, step: StepOf<"close">): Exception {
  const { before, input } = step;
  const closure = {
    endedBy: before.state === "revoked" ? ("revoked" as const) : ("expired" as const),
    cause: input.cause,
    replacedBy: input.replaced_by,
    wouldHaveAvoided: input.would_have_avoided,
    evidence: input.evidence,
  };
  const after = {
    ...moved(step),
    closure,
    endedAt: before.endedAt ?? before.endsAt,
    nextReviewAt: null,
    extension: null,
  };
  audit("exception.closed", subjectOf(step), { ...said(step, after), ...closure });
  return after;
}
