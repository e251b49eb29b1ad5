import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Approval, Exception } from "./exception.ts";
import { approverGroupsOf, isAdmin, mayChange, type RegisterRole } from "./roles.ts";
import { openStages } from "./stages.ts";

export const commands = [
  "submit",
  "request_changes",
  "resubmit",
  "assess",
  "approve",
  "reject",
  "withdraw",
  "implement",
  "revoke",
  "close",
] as const;
export type Command = (typeof commands)[number];

/** Who asks, and how surely we know it. */
export type Actor = {
  userId: string;
  roles: readonly RegisterRole[];
  /** Assurance of the session or token, derived from what it completed. */
  aal: 0 | 1 | 2;
  /** When a second factor was last used; null when none was. */
  factorUsedAt: Instant | null;
};

/** What the rules look at beside the record itself. */
export type Circumstances = {
  approvals: readonly Approval[];
  /** Whether the exception is about the actor: by name, or through a group or role in its scope. */
  isBeneficiary: boolean;
  now: Instant;
};

export const refusals = {
  no_such_move: "This cannot be done from the state that the record is in.",
  auditor: "Auditors read everything and change nothing.",
  not_requestor: "Only the person who filed it can do this.",
  own_request: "You filed this, so a different person has to decide.",
  own_benefit: "This exception is about you, so a different person has to decide.",
  not_approver: "This needs a member of an approver group.",
  not_needed: "Your approver groups are not needed here, or have given their approvals already.",
  already_approved: "You have approved this content already; every approver is a different person.",
  approver_implements: "You approved this, so a different person has to put it in place.",
  requestor_implements: "You filed this, so a different person has to put it in place.",
  implementer_approves: "You put this in place, so a different person has to approve it.",
  not_implementer: "This needs an implementer.",
  not_involved: "This needs the owner of the record, an approver, an implementer or an admin.",
  step_up_required: "Deciding needs a second factor used in the last 15 minutes.",
  window_closed: "Its end has passed; it can only be closed, or filed anew.",
  still_live: "It is still in force. Revoke it or let it end first.",
} as const;
export type Refusal = keyof typeof refusals;

/** How long a used factor counts for a decision. */
export const freshFactorMs = 15 * 60_000;

export type Move = { command: Command; refusal: Refusal | null };

type Guard = (record: Exception, actor: Actor, circumstances: Circumstances) => Refusal | null;

type Rule = {
  from: readonly ExceptionState[];
  /** The state it leads to; approve stays in "assessed" until the last stage is given. */
  to: ExceptionState;
  guards: readonly Guard[];
};

const isRequestor: Guard = (record, actor) =>
  record.requestorId === null || record.requestorId === actor.userId ? null : "not_requestor";

const isNotRequestor: Guard = (record, actor) => (record.requestorId === actor.userId ? "own_request" : null);

const isNotBeneficiary: Guard = (_record, _actor, { isBeneficiary }) => (isBeneficiary ? "own_benefit" : null);

const isApprover: Guard = (_record, actor) => (approverGroupsOf(actor.roles).length > 0 ? null : "not_approver");

const isNotImplementer: Guard = (record, actor) =>
  record.implementerId === actor.userId ? "implementer_approves" : null;

const isNeeded: Guard = (record, actor, { approvals }) => {
  const mine = approvals.some(
    (approval) => approval.approverId === actor.userId && approval.contentHash === record.contentHash,
  );
  if (mine) return "already_approved";
  return neededGroup(record, actor, approvals) ? null : "not_needed";
};

const hasFreshFactor: Guard = (_record, actor, { now }) => {
  const isFresh = actor.factorUsedAt !== null && Date.parse(now) - Date.parse(actor.factorUsedAt) <= freshFactorMs;
  return actor.aal === 2 && isFresh ? null : "step_up_required";
};

const isWindowOpen: Guard = (record, _actor, { now }) => (now < record.endsAt ? null : "window_closed");

const isImplementer: Guard = (record, actor, { approvals }) => {
  if (!actor.roles.includes("implementer")) return "not_implementer";
  if (record.requestorId === actor.userId) return "requestor_implements";
  return approvals.some((approval) => approval.approverId === actor.userId) ? "approver_implements" : null;
};

const isInvolved: Guard = (record, actor) => {
  const isInvolved =
    record.requestorId === actor.userId ||
    record.ownerId === actor.userId ||
    isAdmin(actor.roles) ||
    actor.roles.includes("implementer") ||
    approverGroupsOf(actor.roles).length > 0;
  return isInvolved ? null : "not_involved";
};

const hasEnded: Guard = (record, _actor, { now }) =>
  record.state === "revoked" || record.endsAt <= now ? null : "still_live";

/**
 * The lifecycle: for each command the states it starts from, where it leads and who may.
 * Screens, API, imports and jobs ask this table; nothing else changes a state.
 */
export const lifecycle: Record<Command, Rule> = {
  submit: { from: ["draft"], to: "submitted", guards: [isRequestor, isWindowOpen] },
  request_changes: {
    from: ["submitted", "assessed"],
    to: "changes_requested",
    guards: [isNotRequestor, isNotBeneficiary, isApprover],
  },
  resubmit: { from: ["changes_requested"], to: "submitted", guards: [isRequestor, isWindowOpen] },
  assess: {
    from: ["submitted"],
    to: "assessed",
    guards: [isNotRequestor, isNotBeneficiary, isApprover, isWindowOpen],
  },
  approve: {
    from: ["assessed"],
    to: "approved",
    guards: [isNotRequestor, isNotBeneficiary, isApprover, isNotImplementer, isNeeded, isWindowOpen, hasFreshFactor],
  },
  reject: {
    from: ["submitted", "assessed"],
    to: "rejected",
    guards: [isNotRequestor, isNotBeneficiary, isApprover, hasFreshFactor],
  },
  withdraw: {
    from: ["draft", "submitted", "changes_requested", "assessed", "approved"],
    to: "withdrawn",
    guards: [isRequestor],
  },
  implement: { from: ["approved"], to: "active", guards: [isImplementer, isWindowOpen] },
  revoke: { from: ["approved", "active", "suspended"], to: "revoked", guards: [isInvolved] },
  close: { from: ["revoked", "approved", "active", "suspended"], to: "closed", guards: [isInvolved, hasEnded] },
};

/** Returns why this actor cannot give this command now, or null when they can. */
export function refuse(
  record: Exception,
  command: Command,
  actor: Actor,
  circumstances: Circumstances,
): Refusal | null {
  const rule = lifecycle[command];
  if (!rule.from.includes(record.state)) return "no_such_move";
  if (!mayChange(actor.roles)) return "auditor";
  for (const guard of rule.guards) {
    const refusal = guard(record, actor, circumstances);
    if (refusal) return refusal;
  }
  return null;
}

/** Returns the commands that exist from the record's state, each with why it is not this actor's now. */
export function movesFor(record: Exception, actor: Actor, circumstances: Circumstances): Move[] {
  return commands
    .filter((command) => lifecycle[command].from.includes(record.state))
    .map((command) => ({ command, refusal: refuse(record, command, actor, circumstances) }));
}

/** Returns the first group that still lacks a person and that the actor belongs to. */
export function neededGroup(record: Exception, actor: Actor, approvals: readonly Approval[]) {
  if (!record.rating) return undefined;
  const mine = approverGroupsOf(actor.roles);
  return openStages(record.rating, approvals, record.contentHash).find(({ group }) => mine.includes(group))?.group;
}

/** Returns the HTTP status of a refusal: 400 no such move, 409 right person but the wrong moment, 403 not you. */
export function refusalStatus(refusal: Refusal): 400 | 403 | 409 {
  if (refusal === "no_such_move") return 400;
  return refusal === "window_closed" || refusal === "still_live" || refusal === "already_approved" ? 409 : 403;
}

/** The states in which the requestor may still change the content. */
export const editableStates: readonly ExceptionState[] = ["draft", "changes_requested", "submitted", "assessed"];
