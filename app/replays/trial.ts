import type { Policy } from "#app/engine/types.ts";
import type { ReadExemption } from "#app/signins/decision-record.ts";

/** What recorded decisions are judged by instead; null where it is what they were judged by. */
export type Trial = {
  /** In the place of the policy of the time. */
  policy: Policy | null;
  /** Beside the exceptions that were read. */
  exemption: ReadExemption | null;
};

export const replayStates = ["queued", "running", "done", "cancelled", "failed"] as const;
export type ReplayState = (typeof replayStates)[number];

export const changeKinds = ["challenged", "enrolled", "refused", "let_in"] as const;
/** How a decision would have been another. */
export type ChangeKind = (typeof changeKinds)[number];

export const changeLabels: Record<ChangeKind, string> = {
  challenged: "Newly challenged",
  enrolled: "Newly to enrol",
  refused: "Newly refused",
  let_in: "Newly let in",
};

/** Of each kind so many are kept to be looked at; the rest is counted. */
export const mostKept = 1000;

export const mostDays = 90;

type Changed = { decisions: number; people: number };

export type ReplayCounts = Record<ChangeKind, Changed> & {
  judged: number;
  unchanged: number;
  /** Not judged: an exception that they read was not kept as it was then. */
  unjudged: number;
  /** Let in by the exception that is tried, and not before. */
  letInByTrial: number;
};

/** How many decisions would have been another, of whatever kind. */
export function changedDecisions(counts: ReplayCounts): number {
  return changeKinds.reduce((sum, kind) => sum + counts[kind].decisions, 0);
}
