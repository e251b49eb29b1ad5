import { scopeMatches } from "#app/engine/scope.ts";
import type { Decision, Outcome, Policy } from "#app/engine/types.ts";
import { decideCase } from "#app/signins/decide-cases.ts";
import type { DecisionRecord, ReadExemption } from "#app/signins/decision-record.ts";
import type { ReadRecord } from "#app/signins/read-record.ts";
import type { ChangeKind, Trial } from "./trial.ts";

const kindOf: Record<Outcome, ChangeKind> = {
  allow: "let_in",
  challenge: "challenged",
  enroll: "enrolled",
  deny: "refused",
};

/** Returns what a decision would have been and how it differs; null where nothing that is tried bears on it. */
export function judgeAnew(
  row: Pick<DecisionRecord, "outcome">,
  read: ReadRecord,
  { policy, exemptions, trial }: { policy: Policy; exemptions: readonly ReadExemption[]; trial: Trial },
): { kind: ChangeKind; decision: Decision } | null {
  const { exemption } = trial;
  const isAdded = exemption !== null && scopeMatches(exemption.scope, read.signIn);
  if (trial.policy === null && !isAdded) return null;
  const tried = { ...read, exemptions: isAdded ? [...exemptions, exemption] : exemptions };
  const decision = decideCase(tried, trial.policy ?? policy);
  return decision.outcome === row.outcome ? null : { kind: kindOf[decision.outcome], decision };
}
