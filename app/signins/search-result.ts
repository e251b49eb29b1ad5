import type { Policy } from "#app/engine/types.ts";
import { clausesOf } from "./clauses-of.ts";
import { type Case, decideCase } from "./decide-cases.ts";
import type { SearchAction, SearchRequest } from "./search-request.ts";

/**
 * Returns why an action is permitted, or null where it is not: the clauses of the question who gets in without MFA, for
 * any other what would be decided.
 */
export function permissionOf(
  action: SearchAction,
  asked: Case,
  policy: Policy,
  { stepUp, unsaid }: Pick<SearchRequest, "stepUp" | "unsaid">,
) {
  if (action === "sign_in_without_mfa") {
    const clauses = clausesOf(asked, policy, unsaid);
    return clauses.length === 0 ? null : { clauses };
  }
  const decision = decideCase(action === "step_up" ? { ...asked, stepUp } : asked, policy);
  if (decision.outcome !== "allow") return null;
  const { reason, exception, grace } = decision;
  return {
    reason,
    ...(exception && { exception: { id: exception.id, effect: exception.effect, ends_at: exception.endsAt } }),
    ...(grace && { grace: { ends_at: grace.endsAt } }),
  };
}
