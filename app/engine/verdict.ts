import type { Facts } from "./facts.ts";
import { type KindSet, listOf } from "./kind-set.ts";
import type { Decision, Outcome, Reason } from "./types.ts";

/** A decision without its trace. */
export type Verdict = Omit<Decision, "because">;

/** Makes a verdict that rests on neither an exception nor grace. */
export function verdict(facts: Facts, outcome: Outcome, reason: Reason, acceptable: KindSet): Verdict {
  return {
    outcome,
    reason,
    requiredAal: facts.asksMfa ? 2 : 1,
    achievedAal: facts.standing.aal,
    acceptableFactors: listOf(acceptable),
    exception: null,
    grace: null,
  };
}
