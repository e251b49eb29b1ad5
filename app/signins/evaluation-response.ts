import type { Because, Decision } from "#app/engine/types.ts";
import type { StepUp } from "./evaluation-request.ts";
import { stepUpContext } from "./step-up-context.ts";

/** Returns the context of an AuthZEN answer, without the id of the decision. Only the outcome "allow" is a yes. */
export function responseContext(decision: Decision, stepUp?: StepUp) {
  return { ...contextWithoutTrace(decision, stepUp), because: decision.because };
}

function contextWithoutTrace(decision: Decision, stepUp: StepUp | undefined) {
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
  };
}

/** Returns the answer to an evaluation as JSON text. */
export function evaluationResponse(decision: Decision, decisionId: string, stepUp?: StepUp): string {
  const context = JSON.stringify(contextWithoutTrace(decision, stepUp)).slice(1, -1);
  let because = "";
  for (const line of decision.because) because += because === "" ? textOf(line) : `,${textOf(line)}`;
  return `{"decision":${decision.outcome === "allow"},"context":{"decision_id":${JSON.stringify(decisionId)},${context},"because":[${because}]}}`;
}

// Most lines of a trace are the same for everybody; the engine shares them, frozen, and so are their texts.
const texts = new WeakMap<Because, string>();

function textOf(line: Because): string {
  const known = texts.get(line);
  if (known !== undefined) return known;
  const text = JSON.stringify(line);
  if (Object.isFrozen(line)) texts.set(line, text);
  return text;
}
