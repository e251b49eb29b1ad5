import type { Because, Decision, Policy } from "#app/engine/types.ts";
import { decideCase } from "./decide-cases.ts";
import type { DecisionRecord, ReadExemption } from "./decision-record.ts";
import type { ReadRecord } from "./read-record.ts";

/** Something in which a decision that is made again differs from what was recorded. */
export type Difference = { what: string; recorded: string; again: string };

export type Again = {
  decision: Decision;
  /** In the answer itself: never to be expected. */
  answer: Difference[];
  /** In the rules that led to it, by which a later release may say the same in other words. */
  trace: Difference[];
};

type Row = Pick<DecisionRecord, "outcome" | "reason" | "exceptionId">;

/** Makes a recorded decision again, from what was recorded of it, and compares the two. */
export function evaluateAgain(
  row: Row,
  read: ReadRecord,
  { policy, exemptions }: { policy: Policy; exemptions: readonly ReadExemption[] },
): Again {
  const decision = decideCase({ ...read, exemptions }, policy);
  const { outcome, reason, exception, requiredAal, achievedAal, grace, because } = decision;
  return {
    decision,
    answer: differing([
      ["Outcome", row.outcome, outcome],
      ["Reason", row.reason, reason],
      ["Exception", row.exceptionId ?? "none", exception?.id ?? "none"],
      ["Assurance asked for", `AAL${read.requiredAal}`, `AAL${requiredAal}`],
      ["Assurance reached", `AAL${read.achievedAal}`, `AAL${achievedAal}`],
      ["Grace until", read.graceEndsAt ?? "none", grace?.endsAt ?? "none"],
    ]),
    trace: differing([
      ["Rules that won", listed(read.won), listed(because.filter(({ won }) => won).map(nameOf))],
      ["Rules that lost", listed(read.lost), listed(because.filter(({ hit, won }) => hit && !won).map(nameOf))],
    ]),
  };
}

function differing(pairs: readonly (readonly [what: string, recorded: string, again: string])[]): Difference[] {
  return pairs.flatMap(([what, recorded, again]) => (recorded === again ? [] : [{ what, recorded, again }]));
}

function nameOf({ step, rule }: Because): string {
  return `${step} ${rule}`;
}

function listed(names: readonly string[]): string {
  return names.join(", ") || "none";
}
