import type { Instant } from "#app/engine/types.ts";
import type { Stage } from "./category.ts";
import { type Approval, type Exception, hashInQuestion } from "./exception.ts";
import type { Refusal } from "./refusals.ts";
import { type ApproverGroup, approverGroupsOf, isAdmin, type RegisterRole } from "./roles.ts";
import { openStages } from "./stages.ts";

/** Who asks, and how surely we know it. */
export type Actor = {
  userId: string;
  roles: readonly RegisterRole[];
  /** Assurance of the session or token, derived from what it completed. */
  aal: 0 | 1 | 2;
  /** When a second factor was last used; null when none was. */
  factorUsedAt: Instant | null;
  /** The clock, which acts for nobody and holds no office. */
  isJob?: true;
  /** An admin who lets one named person do without MFA for a day at most; nobody says so of themself over screens or API. */
  forcesSkip?: true;
};

/** The actor of what the clock does by itself. */
export const clock: Actor = { userId: "", roles: [], aal: 0, factorUsedAt: null, isJob: true };

/** An absent approver whose place the actor takes for the time being, with their conflicts. */
export type Absent = { userId: string; groups: readonly ApproverGroup[]; isBeneficiary: boolean };

/** What the rules look at beside the record itself. */
export type Circumstances = {
  approvals: readonly Approval[];
  /** Who has to agree; empty while that is not known. */
  stages: readonly Stage[];
  /** Whether the exception is about the actor: by name, through a group or role in its scope, or filed on their behalf. */
  isBeneficiary: boolean;
  /** Whose places the actor takes. */
  standsInFor: readonly Absent[];
  now: Instant;
};

/** Returns why the actor may not, or null. */
export type Guard = (record: Exception, actor: Actor, circumstances: Circumstances) => Refusal | null;

/** How long a used factor counts for a decision. */
export const freshFactorMs = 15 * 60_000;

export const isRequestor: Guard = (record, actor) =>
  record.requestorId === null || record.requestorId === actor.userId ? null : "not_requestor";

/** Takes back what they asked for themselves: the exception, or a later end of one that is in force. */
export const isWhoAsked: Guard = (record, actor, circumstances) => {
  if (record.extension === null) return isRequestor(record, actor, circumstances);
  return record.extension.requestedBy === actor.userId ? null : "not_requestor";
};

/** Whoever asked for an extension asked for it as a requestor does. */
export const isNotRequestor: Guard = (record, actor) => (hasRequested(record, actor.userId) ? "own_request" : null);

export const isNotBeneficiary: Guard = (_record, _actor, { isBeneficiary }) => (isBeneficiary ? "own_benefit" : null);

export const isApprover: Guard = (record, actor, { standsInFor }) => {
  if (approverGroupsOf(actor.roles).length > 0) return null;
  if (standsInFor.length === 0) return "not_approver";
  return standsInFor.some((absent) => !isConflicted(record, absent)) ? null : "absent_is_conflicted";
};

/** In an emergency an approver grants alone; an admin grants what lets exactly one named person skip MFA. */
export const isGrantor: Guard = (record, actor, circumstances) =>
  actor.forcesSkip && isAdmin(actor.roles) && isForceSkip(record) ? null : isApprover(record, actor, circumstances);

export const isNotImplementer: Guard = (record, actor) =>
  record.implementerId === actor.userId ? "implementer_approves" : null;

export const isNotGrantor: Guard = (record, actor) =>
  record.emergency?.grantedBy === actor.userId ? "granted_it" : null;

export const isNeeded: Guard = (record, actor, circumstances) => {
  if (hasApproved(record, actor.userId, circumstances.approvals)) return "already_approved";
  if (neededSeat(record, actor, circumstances)) return null;
  const absents = circumstances.standsInFor;
  const isByAbsence = absents.length > 0 && approverGroupsOf(actor.roles).length === 0;
  return isByAbsence && absents.every((absent) => isConflicted(record, absent)) ? "absent_is_conflicted" : "not_needed";
};

export const hasFreshFactor: Guard = (_record, actor, { now }) => {
  const isFresh = actor.factorUsedAt !== null && Date.parse(now) - Date.parse(actor.factorUsedAt) <= freshFactorMs;
  return actor.aal === 2 && isFresh ? null : "step_up_required";
};

export const isWindowOpen: Guard = (record, _actor, { now }) => (now < record.endsAt ? null : "window_closed");

export const hasBegun: Guard = (record, _actor, { now }) => (record.startsAt <= now ? null : "not_begun");

export const isImplementer: Guard = (record, actor, { approvals, isBeneficiary }) => {
  if (!actor.roles.includes("implementer")) return "not_implementer";
  if (record.requestorId === actor.userId) return "requestor_implements";
  if (isBeneficiary) return "beneficiary_implements";
  return approvals.some((approval) => approval.approverId === actor.userId) ? "approver_implements" : null;
};

export const isInvolved: Guard = (record, actor) => {
  const isInvolved =
    actor.isJob ||
    record.requestorId === actor.userId ||
    record.ownerId === actor.userId ||
    isAdmin(actor.roles) ||
    actor.roles.includes("implementer") ||
    approverGroupsOf(actor.roles).length > 0;
  return isInvolved ? null : "not_involved";
};

/** What takes judgement is nothing for the clock. */
export const isPerson: Guard = (_record, actor) => (actor.isJob ? "not_involved" : null);

/** Somebody who answers for the register as a whole. */
export const isOverseer: Guard = (_record, actor) =>
  isAdmin(actor.roles) || approverGroupsOf(actor.roles).length > 0 ? null : "not_overseer";

export const isOwnerOrRequestor: Guard = (record, actor) =>
  record.requestorId === actor.userId || record.ownerId === actor.userId ? null : "not_owner";

export const hasNoExtension: Guard = (record) => (record.extension === null ? null : "extension_waits");

export const hasPassed: Guard = ({ lastValidation }) =>
  lastValidation?.result === "failed" ? "validation_failed" : null;

/** What is on hold because nobody reviewed it comes back by way of its review. */
export const isReviewed: Guard = ({ suspension, nextReviewAt }, _actor, { now }) => {
  const isStillDue = nextReviewAt !== null && nextReviewAt <= now;
  return suspension?.cause === "silence" && isStillDue ? "review_first" : null;
};

export const hasEnded: Guard = (record, _actor, { now }) =>
  record.state === "revoked" || record.endsAt <= now ? null : "still_live";

export const isClock: Guard = (_record, actor) => (actor.isJob ? null : "not_by_hand");

/** Returns why somebody cannot decide that an exception stays as it is; to tighten one, being involved is enough. */
export const refuseKeeping: Guard = (record, actor, { isBeneficiary }) =>
  hasRequested(record, actor.userId) || isBeneficiary ? "own_review" : null;

/** A place among the approvers, taken as oneself or for somebody who is absent. */
export type Seat = { group: ApproverGroup; onBehalfOf: string | null };

/** Returns the places that still lack a person and that the actor may take; their own come first. */
export function seatsFor(
  record: Exception,
  actor: Actor,
  { approvals, stages, standsInFor }: Pick<Circumstances, "approvals" | "stages" | "standsInFor">,
): Seat[] {
  const open = openStages(stages, approvals, hashInQuestion(record)).map(({ group }) => group);
  const own = open.filter((group) => approverGroupsOf(actor.roles).includes(group));
  const absents = standsInFor.filter(
    (absent) => !isConflicted(record, absent) && !hasApproved(record, absent.userId, approvals),
  );
  return [
    ...own.map((group) => ({ group, onBehalfOf: null })),
    ...absents.flatMap(({ userId, groups }) =>
      open.filter((group) => groups.includes(group)).map((group) => ({ group, onBehalfOf: userId })),
    ),
  ];
}

/** Returns the place that the actor takes by approving. */
export function neededSeat(record: Exception, actor: Actor, circumstances: Circumstances): Seat | undefined {
  return seatsFor(record, actor, circumstances)[0];
}

function hasRequested({ requestorId, extension }: Exception, userId: string): boolean {
  return requestorId === userId || extension?.requestedBy === userId;
}

/** One person counts once for one content, whoever speaks for them. */
function hasApproved(record: Exception, userId: string, approvals: readonly Approval[]): boolean {
  return approvals.some(
    ({ approverId, onBehalfOf, contentHash }) =>
      contentHash === hashInQuestion(record) && (approverId === userId || onBehalfOf === userId),
  );
}

/** Whether it waives MFA for one named person and nobody else. */
function isForceSkip({ effect, scope }: Exception): boolean {
  const { users, groups, roles, servicePrincipals } = scope;
  return effect === "waive_mfa" && users.length === 1 && groups.length + roles.length + servicePrincipals.length === 0;
}

function isConflicted(record: Exception, { userId, isBeneficiary }: Absent): boolean {
  return (
    isBeneficiary ||
    hasRequested(record, userId) ||
    record.implementerId === userId ||
    record.emergency?.grantedBy === userId
  );
}
