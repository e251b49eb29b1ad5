import type { Decision } from "#app/engine/types.ts";
import type { StepUp } from "./evaluation-request.ts";
import { stepUpContext } from "./step-up-context.ts";

/** Returns the context of an AuthZEN answer, without the id of the decision. Only the outcome "allow" is a yes. */
export function responseContext(decision: Decision, stepUp?: StepUp) {
  const { exception, grace } = decision;
  return {
    outcome: decision.outcome,
    reason: decision.reason,
    required_aal: decision.requiredAal,
    achieved_aal: decision.achievedAal,
    acceptable_factors: decision.acceptableFactors,
    ...(exception && { exception: { id: exception.id, effect: exception.effect, ends_at: exception.endsAt } }),
    ...(grace && { grace: { ends_at: grace.endsAt } }),
    ...(stepUp && stepUpContext(decision, stepUp.maxAgeSeconds)),
    because: decision.because,
  };
}

/** Returns the answer to an evaluation as JSON text; `context` is the text of its context. */
export function evaluationResponse({ outcome }: Decision, context: string, decisionId: string): string {
  return `{"decision":${outcome === "allow"},"context":{"decision_id":${JSON.stringify(decisionId)},${context.slice(1)}}`;
}
