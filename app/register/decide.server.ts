import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { insertApproval } from "#db/exceptions.ts";
import type { Journal } from "#db/write.ts";
import { addMissingObjects } from "./add-missing-objects.server.ts";
import { nextReview, reviewEvery } from "./cadence.ts";
import { longestEmergencyHours } from "./command-schemas.ts";
import { addHours } from "./days.ts";
import { type Approval, type Exception, hashInQuestion } from "./exception.ts";
import { neededSeat } from "./guards.ts";
import { Refused } from "./refused.ts";
import { openStages } from "./stages.ts";
import { moved, proofOf, type Step, type StepOf, said, subjectOf } from "./step.ts";
import { takeOn } from "./take-on.server.ts";

/** Gives one approval: of the record, of an extension of it, or of what was granted in an emergency. */
export async function decide(tx: Db, { audit }: Journal, step: StepOf<"approve" | "ratify">): Promise<Exception> {
  const { before, circumstances, input, actor, now } = step;
  const seat = neededSeat(before, actor, circumstances);
  if (!seat || !before.requestorId)
    throw new Error(`approval of ${before.id} passed the rules without a requestor or an open stage`);
  await takeOn(tx, step, "approver");
  const approval: Approval = {
    exceptionId: before.id,
    approverId: actor.userId,
    approverGroup: seat.group,
    contentHash: hashInQuestion(before),
    onBehalfOf: seat.onBehalfOf,
    comment: input.comment,
    at: now,
  };
  await insertApproval(tx, before.workspaceId, approval, before.requestorId);
  const shortened = input.command === "approve" ? shorten(before, input) : before;
  const given = [...circumstances.approvals, approval];
  const isLast = openStages(circumstances.stages, given, approval.contentHash).length === 0;
  const after = isLast ? agreed({ ...step, before: shortened }) : { ...moved(step), ...waiting(shortened) };
  audit(eventOf(step), subjectOf(step), {
    ...said(step, after),
    contentHash: approval.contentHash,
    approverGroup: seat.group,
    onBehalfOf: seat.onBehalfOf,
    isLast,
    endsAt: endInQuestion(shortened),
    proof: proofOf(step),
  });
  return after;
}

function eventOf({ before, input }: StepOf<"approve" | "ratify">) {
  if (input.command === "ratify") return "exception.ratified";
  return before.extension ? "exception.extension_approved" : "exception.approved";
}

/** An approver may agree to less: the end comes sooner than what the approvals are of. */
function shorten(before: Exception, { ends_at: endsAt, comment }: { ends_at?: Instant | undefined; comment: string }) {
  if (endsAt === undefined) return before;
  if (comment === "") throw new Refused(400, "comment_needed", "Say why the term is shorter.", { field: "comment" });
  const earliest = before.extension ? before.endsAt : before.startsAt;
  if (endsAt >= endInQuestion(before) || endsAt <= earliest)
    throw new Refused(
      400,
      "not_shorter",
      "A shorter term ends before the one that was asked for, and after it begins.",
      {
        field: "ends_at",
      },
    );
  if (before.extension) return { ...before, extension: { ...before.extension, endsAt } };
  return { ...before, endsAt, agreedEndsAt: before.agreedEndsAt ?? before.endsAt };
}

function endInQuestion({ extension, endsAt }: Exception): Instant {
  return extension?.endsAt ?? endsAt;
}

/** What an approval that is not the last one changes: nothing but the end that it may have shortened. */
function waiting({ endsAt, agreedEndsAt, extension, state }: Exception) {
  return { state, endsAt, agreedEndsAt, extension };
}

/** The record once everybody has agreed. */
function agreed(step: StepOf<"approve" | "ratify">): Exception {
  const { before, input, now } = step;
  const after = { ...moved(step), approvedAt: now };
  if (input.command === "ratify" && before.emergency) {
    const { endsAt } = before.emergency;
    const agreedEndsAt = before.agreedEndsAt === endsAt ? null : before.agreedEndsAt;
    const ended = { endsAt, agreedEndsAt, originalEndsAt: endsAt };
    return { ...after, ...ended, emergency: { ...before.emergency, ratifiedAt: now } };
  }
  if (before.extension) {
    const { endsAt, askedEndsAt, contentHash } = before.extension;
    const extended = { endsAt, contentHash, extension: null, extensionCount: before.extensionCount + 1 };
    return { ...after, ...extended, agreedEndsAt: askedEndsAt === endsAt ? null : askedEndsAt };
  }
  return { ...after, originalEndsAt: before.endsAt };
}

/** An extension is not given; what is in force goes on to its own end. */
export function refuseExtension(
  { audit }: Journal,
  step: Step,
  outcome: "rejected" | "withdrawn" | "lapsed",
): Exception {
  const after = { ...moved(step), extension: null };
  audit("exception.extension_refused", subjectOf(step), {
    ...said(step, after),
    outcome,
    endsAt: step.before.extension?.endsAt ?? step.before.endsAt,
  });
  return after;
}

/** Puts it in force at once, by one person's word, for a day at most. */
export async function grantEmergency(tx: Db, journal: Journal, step: StepOf<"grant_emergency">): Promise<Exception> {
  const { before, rules, timeZone, input, actor, now } = step;
  await takeOn(tx, step, "approver");
  await addMissingObjects(tx, journal, step);
  const latest = addHours(now, input.hours ?? longestEmergencyHours);
  // Nobody has rated it yet: it is watched as closely as the worst.
  const rating = before.rating ?? "critical";
  const after: Exception = {
    ...moved(step),
    emergency: {
      grantedBy: actor.userId,
      grantedAt: now,
      reason: input.comment,
      endsAt: before.endsAt,
      ratifiedAt: null,
    },
    endsAt: sooner(before.endsAt, latest),
    agreedEndsAt: before.agreedEndsAt ?? before.endsAt,
    activatedAt: now,
    reviewEveryDays: reviewEvery(rules, rating),
    nextReviewAt: nextReview(rules, { rating, isFirst: true, timeZone, now }),
  };
  journal.audit("exception.emergency_granted", subjectOf(step), {
    ...said(step, after),
    endsAt: after.endsAt,
    proof: proofOf(step),
  });
  return after;
}

function sooner(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}
