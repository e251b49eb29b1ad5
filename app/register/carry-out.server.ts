import type { Instant } from "#app/engine/types.ts";
import { getCategory } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { addDirectoryObject, type DirectoryObject } from "#db/directory.ts";
import { insertApproval, takeDuty } from "#db/exceptions.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Journal } from "#db/write.ts";
import { reviewAfter, reviewEvery } from "./cadence.ts";
import type { CommandInput } from "./command-schemas.ts";
import { contentHash } from "./content-hash.ts";
import type { Approval, Exception } from "./exception.ts";
import { type Actor, lifecycle, neededGroup } from "./lifecycle.ts";
import { gapsOf } from "./readiness.ts";
import { Refused } from "./refused.ts";
import { rate, worse } from "./risk.ts";
import { openStages } from "./stages.ts";

/** A command that the rules have let through, and what it acts on. */
export type Step<Input extends CommandInput = CommandInput> = {
  before: Exception;
  approvals: readonly Approval[];
  input: Input;
  actor: Actor;
  /** How the actor proved who they are, for the record. */
  via: string;
  now: Instant;
};

type Of<C extends CommandInput["command"]> = Step<Extract<CommandInput, { command: C }>>;

/** Returns the record after the command and audits it; the caller saves. */
export async function carryOut(tx: Db, journal: Journal, step: Step): Promise<Exception> {
  const { input, now } = step;
  switch (input.command) {
    case "submit":
    case "resubmit":
      return submit(tx, journal, { ...step, input });
    case "request_changes":
      return move(journal, step, "exception.changes_requested", {});
    case "assess":
      return assess(journal, { ...step, input });
    case "approve":
      return approve(tx, journal, { ...step, input });
    case "reject":
      return move(journal, step, "exception.rejected", { endedAt: now });
    case "withdraw":
      return move(journal, step, "exception.withdrawn", { endedAt: now });
    case "implement":
      return implement(tx, journal, { ...step, input });
    case "revoke":
      return move(journal, step, "exception.revoked", { endedAt: now, nextReviewAt: null });
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
  | "exception.revoked"
  | "exception.submitted"
  | "exception.resubmitted";

function move({ audit }: Journal, step: Step, event: PlainEvent, changes: Partial<Exception>): Exception {
  const after = { ...moved(step), ...changes };
  audit(event, subjectOf(step), said(step, after));
  return after;
}

const subjectOf = ({ before }: Step) => ({ kind: "exception", id: before.id });

function moved({ before, input, now }: Step): Exception {
  return { ...before, state: lifecycle[input.command].to, version: before.version + 1, updatedAt: now };
}

function said({ before, input }: Step, after: Exception) {
  return { from: before.state, to: after.state, version: after.version, comment: input.comment };
}

async function submit(tx: Db, journal: Journal, step: Of<"submit" | "resubmit">): Promise<Exception> {
  const { before, input, actor, now } = step;
  const gaps = gapsOf(before, await getCategory(tx, before.workspaceId, before.category), now);
  if (gaps.length > 0) throw new Refused(400, "incomplete", "Some parts are missing or out of bounds.", { gaps });
  await takeOn(tx, step, "requestor");
  const event = input.command === "submit" ? "exception.submitted" : "exception.resubmitted";
  return move(journal, step, event, { requestorId: actor.userId, submittedAt: now });
}

function assess({ audit }: Journal, step: Of<"assess">): Exception {
  const { before, input } = step;
  const { inherent, residual } = input;
  // Only compensating controls lower a risk: without one the inherent rating stands.
  const hasControls = before.compensatingControls.length > 0;
  const rating = hasControls ? rate(residual) : worse(rate(inherent), rate(residual));
  const risks = { inherentRisk: inherent, residualRisk: residual };
  const hash = contentHash({ ...before, ...risks });
  const after = { ...moved(step), ...risks, rating, assessment: input.comment, contentHash: hash };
  audit("exception.assessed", subjectOf(step), { ...said(step, after), inherent, residual, rating, contentHash: hash });
  return after;
}

async function approve(tx: Db, { audit }: Journal, step: Of<"approve">): Promise<Exception> {
  const { before, approvals, input, actor, via, now } = step;
  const group = neededGroup(before, actor, approvals);
  if (!group || !before.rating || !before.requestorId)
    throw new Error(`approval of ${before.id} passed the rules without a rating, requestor or open stage`);
  await takeOn(tx, step, "approver");
  const approval: Approval = {
    exceptionId: before.id,
    approverId: actor.userId,
    approverGroup: group,
    contentHash: before.contentHash,
    comment: input.comment,
    at: now,
  };
  await insertApproval(tx, before.workspaceId, approval, before.requestorId);
  const isLast = openStages(before.rating, [...approvals, approval], before.contentHash).length === 0;
  const after: Exception = { ...moved(step), state: isLast ? "approved" : "assessed", approvedAt: isLast ? now : null };
  audit("exception.approved", subjectOf(step), {
    ...said(step, after),
    contentHash: before.contentHash,
    approverGroup: group,
    proof: { aal: actor.aal, factorUsedAt: actor.factorUsedAt, via },
  });
  return after;
}

async function implement(tx: Db, journal: Journal, step: Of<"implement">): Promise<Exception> {
  const { before, input, actor, now } = step;
  await takeOn(tx, step, "implementer");
  await addMissingObjects(tx, journal, step);
  const after = {
    ...moved(step),
    ...(await firstReview(tx, before, now)),
    implementerId: actor.userId,
    changeReference: input.change_reference,
    activatedAt: now,
  };
  journal.audit("exception.implemented", subjectOf(step), {
    ...said(step, after),
    changeReference: input.change_reference,
    startsAt: before.startsAt,
    endsAt: before.endsAt,
  });
  return after;
}

function close({ audit }: Journal, step: Of<"close">): Exception {
  const { before, input } = step;
  const closure = {
    endedBy: before.state === "revoked" ? ("revoked" as const) : ("expired" as const),
    replacedBy: input.replaced_by,
    wouldHaveAvoided: input.would_have_avoided,
    evidence: input.evidence,
  };
  const after = { ...moved(step), closure, endedAt: before.endedAt ?? before.endsAt, nextReviewAt: null };
  audit("exception.closed", subjectOf(step), { ...said(step, after), ...closure });
  return after;
}

/**
 * Adds what the scope names and the directory lacks, such as a service principal: a sign-in of a subject that nobody
 * knows is refused whatever was approved. The implementer answers for it, as for the rest of what is put in place.
 */
async function addMissingObjects(
  tx: Db,
  { audit }: Journal,
  { before: { workspaceId, scope }, now }: Step,
): Promise<void> {
  const named: DirectoryObject[] = [
    ...scope.servicePrincipals.map((id) => ({ kind: "service_principal" as const, id, name: id })),
    ...scope.groups.map((id) => ({ kind: "group" as const, id, name: id })),
    ...scope.roles.map((id) => ({ kind: "role" as const, id, name: id })),
    ...scope.applications.map((id) => ({ kind: "application" as const, id, name: id })),
  ];
  for (const object of named)
    if (await addDirectoryObject(tx, workspaceId, object, now))
      audit("directory.object_added", { kind: object.kind, id: object.id }, { kind: object.kind, name: object.name });
}

/** Takes on a duty; the database refuses a second one for the same person on the same record. */
async function takeOn(tx: Db, { before, actor, now }: Step, duty: "requestor" | "approver" | "implementer") {
  const held = { exceptionId: before.id, userId: actor.userId, duty, at: now };
  if (await takeDuty(tx, before.workspaceId, held)) return;
  const message = "You have another duty on this record, and every duty needs a different person.";
  throw new Refused(403, "second_duty", message);
}

async function firstReview(tx: Db, { workspaceId, category: id, rating }: Exception, now: Instant) {
  const category = await getCategory(tx, workspaceId, id);
  const workspace = await findWorkspace(tx, workspaceId);
  if (!rating || !workspace) throw new Error("an approved record lacks its rating or workspace");
  const days = reviewEvery(category, rating);
  return {
    reviewEveryDays: days,
    nextReviewAt: reviewAfter(now, category.firstReviewDays ?? days, workspace.timeZone),
  };
}
