import type { ExceptionState, Instant } from "#app/engine/types.ts";
import { addHours } from "./days.ts";
import type { Exception } from "./exception.ts";
import { overStates } from "./open-states.ts";
import { approverGroupsOf, isAdmin, mayChange, type RegisterRole } from "./roles.ts";

/** What can be done with several records at once. Nothing is ever approved so: each is decided by itself. */
export const bulkActions = ["remind", "assign_owner", "review", "export"] as const;
export type BulkAction = (typeof bulkActions)[number];

export const bulkLabels: Record<BulkAction, string> = {
  remind: "Remind the owners",
  assign_owner: "Assign an owner",
  review: "Review",
  export: "Export",
};

/** How many records one request may name. */
export const mostAtOnce = 200;

/** Returns what somebody may try; each record is still judged by itself. */
export function bulkActionsFor(roles: readonly RegisterRole[]): BulkAction[] {
  return mayChange(roles) ? [...bulkActions] : ["export"];
}

/** Why something is not done with a record, by a code that is part of the API. */
export const bulkRefusals = {
  auditor: "Auditors read everything and change nothing.",
  over: "It is over, so there is nothing left to answer for.",
  no_owner: "Nobody owns it yet. Assign an owner first.",
  own_reminder: "You own it yourself.",
  owner_disabled: "Its owner cannot sign in any more. Assign another one.",
  reminded_lately: "Its owner was reminded within the last 24 hours.",
  not_involved: "This needs the owner of the record, the person who filed it, an approver, an implementer or an admin.",
  not_requestor: "It has not been decided yet, so only the person who filed it changes its owner.",
  not_admin: "It has been decided, so only an admin gives it to another owner.",
  same_owner: "This person owns it already.",
} as const;
export type BulkRefusal = keyof typeof bulkRefusals;

/** Returns the HTTP status that goes with a refusal. */
export function bulkRefusalStatus(refusal: BulkRefusal): 400 | 403 | 409 {
  switch (refusal) {
    case "auditor":
    case "not_involved":
    case "not_requestor":
    case "not_admin":
      return 403;
    case "over":
    case "no_owner":
    case "own_reminder":
    case "same_owner":
      return 400;
    case "owner_disabled":
    case "reminded_lately":
      return 409;
    default:
      return refusal satisfies never;
  }
}

type Person = { userId: string; roles: readonly RegisterRole[] };

type Reminding = { ownerIsDisabled: boolean; lastRemindedAt: Instant | null; now: Instant };

/** Returns why somebody cannot remind the owner of a record now, or null. */
export function refuseReminder(record: Exception, person: Person, around: Reminding): BulkRefusal | null {
  if (!mayChange(person.roles)) return "auditor";
  if (overStates.includes(record.state)) return "over";
  if (!isInvolved(record, person)) return "not_involved";
  if (record.ownerId === null) return "no_owner";
  if (record.ownerId === person.userId) return "own_reminder";
  if (around.ownerIsDisabled) return "owner_disabled";
  const isLate = around.lastRemindedAt !== null && around.lastRemindedAt > addHours(around.now, -24);
  return isLate ? "reminded_lately" : null;
}

/** The states in which a record is decided, so that another owner no longer is an edit by whoever filed it. */
const decidedStates: readonly ExceptionState[] = ["approved", "active", "suspended", "revoked"];

/** Whether a record was decided; another owner then leaves the approvals as they are. */
export function isDecided({ state }: Pick<Exception, "state">): boolean {
  return decidedStates.includes(state);
}

/** Returns why somebody cannot give a record to another owner, or null; who it is to be may not be known yet. */
export function refuseAssignment(record: Exception, person: Person, newOwnerId: string | null): BulkRefusal | null {
  if (!mayChange(person.roles)) return "auditor";
  if (overStates.includes(record.state)) return "over";
  if (isDecided(record) && !isAdmin(person.roles)) return "not_admin";
  if (!isDecided(record) && record.requestorId !== null && record.requestorId !== person.userId) return "not_requestor";
  return newOwnerId !== null && record.ownerId === newOwnerId ? "same_owner" : null;
}

function isInvolved(record: Exception, { userId, roles }: Person): boolean {
  const isNamed = record.requestorId === userId || record.ownerId === userId;
  return isNamed || isAdmin(roles) || roles.includes("implementer") || approverGroupsOf(roles).length > 0;
}
