import type { Instant } from "#app/engine/types.ts";
import { type Exception, hashInQuestion } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import type { Command, Move } from "./lifecycle.ts";
import { type ListRow, listRowOf } from "./list-row.ts";
import { refusals } from "./refusals.ts";
import { riskScore } from "./risk.ts";
import { approverGroupLabels } from "./roles.ts";
import { openStages } from "./stages.ts";

/** What an approver sees of one waiting record before opening it. */
export type ApprovalCard = {
  row: ListRow;
  score: number;
  requestor: string;
  submittedAt: Instant;
  startsAt: Instant;
  /** Who or what it waits for, in words. */
  waitsFor: string;
  /** How many approvals count, and how many were voided by an edit. */
  given: number;
  voided: number;
  /** What this person can do with it now; null with the reason when nothing. */
  command: Command | null;
  whyNot: string | null;
};

/** The commands with which an approver moves a record on. */
const deciding: readonly Command[] = ["assess", "approve", "ratify"];

export function approvalCard(
  { record, circumstances, moves }: Sight,
  names: ReadonlyMap<string, string>,
  now: Instant,
): ApprovalCard {
  const { approvals } = circumstances;
  const given = approvals.filter(({ contentHash }) => contentHash === hashInQuestion(record)).length;
  return {
    row: listRowOf(record, { names, lastUsedAt: null, now }),
    score: record.residualRisk ? riskScore(record.residualRisk) : 0,
    requestor: names.get(record.requestorId ?? "") ?? "–",
    submittedAt: record.submittedAt ?? record.createdAt,
    startsAt: record.startsAt,
    waitsFor: waitsFor(record, circumstances),
    given,
    voided: approvals.length - given,
    ...decisionOf(moves),
  };
}

/**
 * Returns what a person can decide about a waiting record, or why not. A move that only lacks a fresh factor is theirs:
 * the next page asks for it.
 */
export function decisionOf(moves: readonly Move[]): Pick<ApprovalCard, "command" | "whyNot"> {
  const move = moves.find(({ command }) => deciding.includes(command));
  if (!move) return { command: null, whyNot: null };
  if (move.refusal === null || move.refusal === "step_up_required") return { command: move.command, whyNot: null };
  return { command: null, whyNot: refusals[move.refusal] };
}

function waitsFor(record: Exception, { stages, approvals }: Sight["circumstances"]): string {
  if (stages.length === 0) return "a risk rating";
  const open = openStages(stages, approvals, hashInQuestion(record));
  return open.map(({ group }) => approverGroupLabels[group]).join(" and ");
}
