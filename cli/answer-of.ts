import type { Decision } from "#app/engine/types.ts";
import { responseContext } from "#app/signins/evaluation-response.ts";

/** Returns the answer of the evaluation endpoint, without the id of a recorded decision. */
export function answerOf(decision: Decision) {
  return { decision: decision.outcome === "allow", context: responseContext(decision) };
}
