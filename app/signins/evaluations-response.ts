import type { CallAnswers } from "./decide-cases.ts";
import type { EvaluationRequest } from "./evaluation-request.ts";
import type { EvaluationsRequest } from "./evaluations-request.ts";
import { endsWith } from "./evaluations-semantic.ts";

/** Returns the evaluations that are to be decided: those that were understood, before an error that ends the call. */
export function decidableOf({ semantic, items }: EvaluationsRequest): EvaluationRequest[] {
  const requests: EvaluationRequest[] = [];
  for (const item of items) {
    if (item.ok) requests.push(item.request);
    else if (endsWith(semantic, false)) break;
  }
  return requests;
}

/**
 * Returns the answer to a call as JSON text: decisions and errors in the order of the request. There is no decision about
 * the whole, so whoever looks for one finds none.
 */
export function evaluationsResponse({ semantic, items }: EvaluationsRequest, { bodies, isEnded }: CallAnswers): string {
  const texts: string[] = [];
  let taken = 0;
  for (const item of items) {
    if (item.ok) {
      const body = bodies[taken];
      if (body === undefined) throw new Error(`evaluation ${texts.length} has no answer, expected one for each`);
      texts.push(body);
      taken += 1;
      if (isEnded && taken === bodies.length) break;
    } else {
      texts.push(JSON.stringify({ decision: false, context: { error: { status: 400, message: item.message } } }));
      if (endsWith(semantic, false)) break;
    }
  }
  return `{"evaluations":[${texts.join(",")}]}`;
}
