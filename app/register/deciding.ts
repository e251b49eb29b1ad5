import type { Exception } from "./exception.ts";
import type { Command, Move } from "./lifecycle.ts";
import { type Refusal, refusals } from "./refusals.ts";

/** What one person can decide about a record that waits for approvers; null with the reason when nothing. */
export type Decision = { command: Command | null; whyNot: string | null };

/** A move that only lacks a fresh factor is theirs: the next page asks for it. */
function isTheirs(refusal: Refusal | null): boolean {
  return refusal === null || refusal === "step_up_required";
}

/** Returns what a person can decide about a waiting record, or why not. */
export function decisionOf({ record, moves }: { record: Exception; moves: readonly Move[] }): Decision {
  const open = moves.filter(({ command }) => leadsOn(record, command));
  const theirs = open.find(({ refusal }) => isTheirs(refusal));
  if (theirs) return { command: theirs.command, whyNot: null };
  // With several moves the one that agrees says best why it is not theirs.
  const refusal = open.at(-1)?.refusal;
  return { command: null, whyNot: refusal ? refusals[refusal] : null };
}

/** The commands with which an approver moves a record on. What is rated already is not asked to be rated again. */
function leadsOn({ rating }: Exception, command: Command): boolean {
  if (command === "assess") return rating === null;
  return command === "approve" || command === "ratify";
}
