import type { ExceptionState } from "#app/engine/types.ts";
import { type Exception, isUnratified } from "./exception.ts";
import * as by from "./guards.ts";
import type { Refusal } from "./refusals.ts";
import { mayChange } from "./roles.ts";

export const commands = [
  "submit",
  "request_changes",
  "resubmit",
  "assess",
  "approve",
  "reject",
  "withdraw",
  "grant_emergency",
  "ratify",
  "implement",
  "validate",
  "review",
  "report_progress",
  "request_extension",
  "suspend",
  "resume",
  "revoke",
  "lapse",
  "close",
] as const;
export type Command = (typeof commands)[number];

export type Move = { command: Command; refusal: Refusal | null };

type Rule = {
  from: readonly ExceptionState[];
  /** What must be true of a record in such a state for the command to exist. */
  given?: (record: Exception) => boolean;
  /** The state it leads to, if it leads on; approve and ratify do with the last approval that is needed. */
  to: ExceptionState | ((record: Exception) => ExceptionState);
  guards: readonly by.Guard[];
};

const inForce: readonly ExceptionState[] = ["active", "suspended"];
const isInForce = ({ state }: Exception) => inForce.includes(state);
const asBefore = ({ state }: Exception) => state;

const deciders = [by.isNotRequestor, by.isNotBeneficiary, by.isApprover] as const;
const deciding = [by.isNeeded, by.isWindowOpen, by.hasFreshFactor] as const;

/** Whether a record in force waits for the approvals of an extension. */
const hasExtension = (record: Exception) => !isInForce(record) || record.extension !== null;

/**
 * The lifecycle: for each command the states it starts from, where it leads and who may.
 * Screens, API, imports and jobs ask this table; nothing else changes a state.
 */
export const lifecycle: Record<Command, Rule> = {
  submit: { from: ["draft"], to: "submitted", guards: [by.isRequestor, by.isWindowOpen] },
  request_changes: { from: ["submitted", "assessed"], to: "changes_requested", guards: deciders },
  resubmit: { from: ["changes_requested"], to: "submitted", guards: [by.isRequestor, by.isWindowOpen] },
  // What was granted in an emergency is rated while it is in force, so that it can be ratified.
  assess: {
    from: ["submitted", ...inForce],
    given: (record) => !isInForce(record) || isUnratified(record),
    to: (record) => (isInForce(record) ? record.state : "assessed"),
    guards: [...deciders, by.isWindowOpen],
  },
  approve: {
    from: ["assessed", ...inForce],
    given: hasExtension,
    to: (record) => (isInForce(record) ? record.state : "approved"),
    guards: [...deciders, by.isNotImplementer, ...deciding],
  },
  reject: {
    from: ["submitted", "assessed", ...inForce],
    given: hasExtension,
    to: (record) => (isInForce(record) ? record.state : "rejected"),
    guards: [...deciders, by.hasFreshFactor],
  },
  withdraw: {
    from: ["draft", "submitted", "changes_requested", "assessed", "approved", ...inForce],
    given: hasExtension,
    to: (record) => (isInForce(record) ? record.state : "withdrawn"),
    guards: [by.isWhoAsked],
  },
  grant_emergency: {
    from: ["submitted", "assessed"],
    to: "active",
    guards: [by.isNotRequestor, by.isNotBeneficiary, by.isGrantor, by.isWindowOpen, by.hasBegun, by.hasFreshFactor],
  },
  ratify: {
    from: inForce,
    given: isUnratified,
    to: asBefore,
    guards: [...deciders, by.isNotGrantor, by.isNotImplementer, ...deciding],
  },
  implement: { from: ["approved"], to: "active", guards: [by.isImplementer, by.isWindowOpen] },
  // A test that failed puts it on hold.
  validate: { from: inForce, to: asBefore, guards: [by.isPerson, by.isInvolved, by.isNotBeneficiary] },
  // What the review decides may shorten it or end it.
  review: { from: inForce, to: asBefore, guards: [by.isPerson, by.isInvolved, by.isWindowOpen] },
  report_progress: { from: ["approved", ...inForce], to: asBefore, guards: [by.isPerson, by.isInvolved] },
  request_extension: {
    from: inForce,
    given: (record) => !isUnratified(record),
    to: asBefore,
    guards: [by.isOwnerOrRequestor, by.hasNoExtension, by.isWindowOpen],
  },
  suspend: { from: ["active"], to: "suspended", guards: [by.isInvolved] },
  resume: {
    from: ["suspended"],
    to: "active",
    guards: [
      by.isNotRequestor,
      by.isNotBeneficiary,
      by.isOverseer,
      by.isWindowOpen,
      by.hasPassed,
      by.isReviewed,
      by.hasFreshFactor,
    ],
  },
  revoke: { from: ["approved", ...inForce], to: "revoked", guards: [by.isInvolved] },
  // What is in force stays so: only the extension that nobody decided about lapses.
  lapse: {
    from: ["submitted", "changes_requested", "assessed", ...inForce],
    given: hasExtension,
    to: (record) => (isInForce(record) ? record.state : "withdrawn"),
    guards: [by.isClock],
  },
  close: { from: ["revoked", "approved", ...inForce], to: "closed", guards: [by.isInvolved, by.hasEnded] },
};

/** Whether the command exists from where the record is. */
export function exists(record: Exception, command: Command): boolean {
  const { from, given } = lifecycle[command];
  return from.includes(record.state) && (given?.(record) ?? true);
}

/** Returns the state that a command leads a record to. */
export function stateAfter(record: Exception, command: Command): ExceptionState {
  const { to } = lifecycle[command];
  return typeof to === "function" ? to(record) : to;
}

/** Returns why this actor cannot give this command now, or null when they can. */
export function refuse(
  record: Exception,
  command: Command,
  actor: by.Actor,
  circumstances: by.Circumstances,
): Refusal | null {
  if (!exists(record, command)) return "no_such_move";
  if (!mayChange(actor.roles)) return "auditor";
  for (const guard of lifecycle[command].guards) {
    const refusal = guard(record, actor, circumstances);
    if (refusal) return refusal;
  }
  return null;
}

/** Returns the commands that people have from the record's state, each with why it is not this actor's now. */
export function movesFor(record: Exception, actor: by.Actor, circumstances: by.Circumstances): Move[] {
  return commands
    .filter((command) => exists(record, command) && !lifecycle[command].guards.includes(by.isClock))
    .map((command) => ({ command, refusal: refuse(record, command, actor, circumstances) }));
}

/** The states in which the requestor may still change the content. */
export const editableStates: readonly ExceptionState[] = ["draft", "changes_requested", "submitted", "assessed"];
