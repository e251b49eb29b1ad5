import { factsOf } from "./facts.ts";
import { judge } from "./judge.ts";
import { traceOf, unknownSubjectTrace } from "./trace.ts";
import type { Decision, Exemption, Policy, SignIn } from "./types.ts";

/** Nothing is known of what would be asked, so nothing less than AAL2 is claimed to be enough. */
const unknownSubject: Decision = Object.freeze({
  outcome: "deny",
  reason: "SUBJECT_UNKNOWN",
  requiredAal: 2,
  achievedAal: 0,
  acceptableFactors: Object.freeze([]),
  exception: null,
  grace: null,
  because: unknownSubjectTrace,
});

/**
 * Decides whether a sign-in may go ahead. Pure and total: the time is part of the sign-in, nothing is fetched, kept or
 * thrown, and the same input has the same answer whatever the order of its lists. The steps, in the order in which the
 * trace prints them: refusals, requirement, floors, exemptions, grace, session.
 *
 * Ids of rules, floors and exemptions must be unique within their lists.
 */
export function evaluate(signIn: SignIn, policy: Policy, exemptions: readonly Exemption[]): Decision {
  if (signIn.subject === null) return unknownSubject;
  const facts = factsOf(signIn, signIn.subject, policy, exemptions);
  const verdict = judge(facts);
  return { ...verdict, because: traceOf(facts, verdict) };
}
