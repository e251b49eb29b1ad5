import type { Instant } from "#app/engine/types.ts";
import type { Category } from "./category.ts";
import type { CommandInput } from "./command-schemas.ts";
import type { Exception, SuspensionCause } from "./exception.ts";
import type { Actor, Circumstances } from "./guards.ts";
import { stateAfter } from "./lifecycle.ts";

/** A command that the rules have let through, and what it acts on. */
export type Step<Input extends CommandInput = CommandInput> = {
  before: Exception;
  circumstances: Circumstances;
  /** The rules of the record's category that hold for it. */
  rules: Category;
  /** Why the clock puts it on hold; otherwise somebody decided it. */
  cause?: SuspensionCause | undefined;
  /** The workspace's time zone, in which reviews come round. */
  timeZone: string;
  input: Input;
  actor: Actor;
  /** How the actor proved who they are, for the record. */
  via: string;
  now: Instant;
};

export type StepOf<C extends CommandInput["command"]> = Step<Extract<CommandInput, { command: C }>>;

/** Returns the record as the command alone changes it: its state, its version and when. */
export function moved({ before, input, now }: Step): Exception {
  return { ...before, state: stateAfter(before, input.command), version: before.version + 1, updatedAt: now };
}

export const subjectOf = ({ before }: Step) => ({ kind: "exception", id: before.id });

/** What the event of every command says. */
export function said({ before, input }: Step, after: Exception) {
  return { from: before.state, to: after.state, version: after.version, comment: input.comment };
}

/** What the event of a decision says of how sure it is who decided. */
export function proofOf({ actor, via }: Step) {
  return { aal: actor.aal, factorUsedAt: actor.factorUsedAt, via };
}
