import type { Instant } from "#app/engine/types.ts";
import { answerCampaigns } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { insertReview } from "#db/reviews.ts";
import { endSessionsRestingOn } from "#db/sessions.ts";
import { insertValidation } from "#db/validations.ts";
import type { Journal } from "#db/write.ts";
import { nextReview, reviewEvery } from "./cadence.ts";
import { contentHash } from "./content-hash.ts";
import { type Exception, isUnratified, materialContent, type Suspension } from "./exception.ts";
import { extensionGap } from "./extension-limits.ts";
import { stale } from "./file-exception.server.ts";
import { refuseKeeping } from "./guards.ts";
import { refusals } from "./refusals.ts";
import { Refused } from "./refused.ts";
import { moved, proofOf, type Step, type StepOf, said, subjectOf } from "./step.ts";
import { takeOn } from "./take-on.server.ts";

/** Records a test of what is in force; one that failed puts it on hold. */
export async function validate(tx: Db, journal: Journal, step: StepOf<"validate">): Promise<Exception> {
  const { before, input, actor, now } = step;
  const { result, comment: note } = input;
  const lastValidation = { at: now, by: actor.userId, result, note };
  if (!(await insertValidation(tx, before.workspaceId, before.id, lastValidation))) throw stale(before.version);
  const isFailure = result === "failed" && before.state === "active";
  const suspension: Suspension = { cause: "failed_validation", at: now, by: actor.userId, reason: note };
  const after: Exception = isFailure
    ? { ...moved(step), state: "suspended", lastValidation, suspension }
    : { ...moved(step), lastValidation };
  journal.audit("exception.validated", subjectOf(step), { ...said(step, after), result });
  if (isFailure) await endSessions(tx, journal, step);
  return after;
}

/** Carries out what a review decided; who filed it or benefits from it may end it, and never decide that it stays. */
export async function review(tx: Db, journal: Journal, step: StepOf<"review">): Promise<Exception> {
  const { before, circumstances, input, actor, now } = step;
  const refusal = staying.includes(input.outcome) ? refuseKeeping(before, actor, circumstances) : null;
  if (refusal) throw new Refused(403, refusal, refusals[refusal]);
  const after = reviewed(step);
  const { outcome, comment: justification } = input;
  const made = { dueAt: before.nextReviewAt, at: now, reviewerId: actor.userId, outcome, justification };
  const isKept = await insertReview(tx, before.workspaceId, { exceptionId: before.id, ...made, endsAt: after.endsAt });
  if (!isKept) throw stale(before.version);
  await answerCampaigns(tx, before.workspaceId, { exceptionId: before.id, at: now });
  const found = { outcome, endsAt: after.endsAt, nextReviewAt: after.nextReviewAt };
  journal.audit("exception.reviewed", subjectOf(step), { ...said(step, after), ...found });
  if (outcome === "revoke") await endSessions(tx, journal, step);
  return after;
}

/** The outcomes that leave it in force for longer than it has to be. */
const staying: readonly string[] = ["keep", "escalate"];

function reviewed(step: StepOf<"review">): Exception {
  const { before, rules, timeZone, input, now } = step;
  const rating = before.rating ?? "critical";
  const kept = {
    ...moved(step),
    reviewEveryDays: reviewEvery(rules, rating),
    nextReviewAt: nextReview(rules, { rating, isFirst: false, timeZone, now }),
  };
  switch (input.outcome) {
    case "keep":
      return kept;
    case "shorten":
      return { ...kept, ...sooner(before, input.ends_at, now), extension: null };
    case "let_expire":
      return { ...kept, extension: null, nextReviewAt: null };
    case "revoke":
      return { ...moved(step), state: "revoked", endedAt: now, nextReviewAt: null, extension: null };
    // It stays due until somebody above has decided.
    case "escalate":
      return moved(step);
    default:
      return input.outcome satisfies never;
  }
}

function sooner(before: Exception, endsAt: Instant | undefined, now: Instant) {
  if (endsAt === undefined || endsAt >= before.endsAt || endsAt <= now || endsAt <= before.startsAt)
    throw new Refused(400, "not_shorter", "A shorter term ends before the present one and not in the past.", {
      field: "ends_at",
    });
  // Ratifying what was granted in an emergency does not undo it.
  const emergency = before.emergency && isUnratified(before) ? { ...before.emergency, endsAt } : before.emergency;
  return { endsAt, agreedEndsAt: before.agreedEndsAt ?? before.endsAt, emergency };
}

/** Marks a milestone of the exit plan as reached, or as not reached after all. */
export function reportProgress({ audit }: Journal, step: StepOf<"report_progress">): Exception {
  const { before, input, now } = step;
  const named = before.milestones.filter(({ title }) => title === input.milestone);
  if (named.length === 0)
    throw new Refused(400, "no_such_milestone", "The exit plan has no milestone of this name.", { field: "milestone" });
  const doneAt = input.is_done ? now : null;
  const milestones = before.milestones.map((each) => (named.includes(each) ? { ...each, doneAt } : each));
  const after = { ...moved(step), milestones };
  audit("exception.progress_reported", subjectOf(step), { ...said(step, after), milestone: input.milestone, doneAt });
  return after;
}

/** Asks for a later end; nothing changes until its own approvals are given. */
export async function requestExtension(
  tx: Db,
  { audit }: Journal,
  step: StepOf<"request_extension">,
): Promise<Exception> {
  const { before, rules, input, actor, now } = step;
  const { ends_at: endsAt, comment: reason } = input;
  const gap = extensionGap(before, endsAt, rules);
  if (gap) throw new Refused(400, gap.code, gap.message, { field: "ends_at" });
  await takeOn(tx, step, "requestor");
  const hash = contentHash({ ...before, ...materialContent(before), endsAt, agreedEndsAt: null });
  const asked = { endsAt, askedEndsAt: endsAt, reason, requestedBy: actor.userId, requestedAt: now, contentHash: hash };
  const after = { ...moved(step), extension: asked };
  const terms = { endsAt, before: before.endsAt, count: before.extensionCount + 1, contentHash: hash };
  audit("exception.extension_requested", subjectOf(step), { ...said(step, after), ...terms });
  return after;
}

/** Puts it on hold: from the commit on no sign-in passes by it. */
export async function suspend(tx: Db, journal: Journal, step: Step): Promise<Exception> {
  const { actor, input, now } = step;
  const by = actor.isJob ? null : actor.userId;
  const suspension: Suspension = { cause: step.cause ?? "decision", at: now, by, reason: input.comment };
  const after = { ...moved(step), suspension };
  journal.audit("exception.suspended", subjectOf(step), { ...said(step, after), cause: suspension.cause });
  await endSessions(tx, journal, step);
  return after;
}

export function resume({ audit }: Journal, step: Step): Exception {
  const after = { ...moved(step), suspension: null };
  audit("exception.resumed", subjectOf(step), { ...said(step, after), proof: proofOf(step) });
  return after;
}

/** Revokes it, and ends what rests on it in the same transaction. */
export async function endEarly(tx: Db, journal: Journal, step: Step): Promise<Exception> {
  const after = { ...moved(step), endedAt: step.now, nextReviewAt: null, extension: null };
  journal.audit("exception.revoked", subjectOf(step), said(step, after));
  await endSessions(tx, journal, step);
  return after;
}

async function endSessions(tx: Db, { audit }: Journal, { before, now }: Step): Promise<void> {
  const ended = await endSessionsRestingOn(tx, before.workspaceId, { exceptionId: before.id, now });
  for (const userId of ended)
    audit(
      "session.revoked",
      { kind: "user", id: userId },
      { reason: `${before.id}, on which it rested, is not in force` },
    );
}
