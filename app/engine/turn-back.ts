import { acceptableWithAny, interimOf } from "./acceptable.ts";
import type { Facts } from "./facts.ts";
import { noKinds } from "./kind-set.ts";
import type { Reason } from "./types.ts";
import { type Verdict, verdict } from "./verdict.ts";

function enrolReason({ standing, grace }: Facts): Reason {
  if (standing.active !== noKinds) return "MFA_FACTOR_NOT_ALLOWED";
  if (standing.hasSpentCodes) return "MFA_RECOVERY_CODES_EXHAUSTED";
  return grace !== null && !grace.isActive ? "MFA_GRACE_EXPIRED" : "MFA_REQUIRED_NO_FACTOR";
}

/** Says what a session that nothing lets in has to do. */
export function turnBack(facts: Facts): Verdict {
  const { standing, subject, grace } = facts;
  const acceptable = acceptableWithAny(facts);
  // Waived, and yet not let in: what is missing is the first factor.
  const isWaived = !facts.floorAsksMfa && facts.exemptions.some(({ effect }) => effect === "waive_mfa");
  if (!facts.asksMfa || isWaived) return verdict(facts, "challenge", "MFA_CHALLENGE_REQUIRED", acceptable);
  if (acceptable === noKinds) return verdict(facts, "deny", "MFA_FACTOR_NOT_ALLOWED", noKinds);
  // Nobody is there to be challenged or to enrol.
  if (subject.kind === "service_principal") return verdict(facts, "deny", "MFA_REQUIRED_NO_FACTOR", acceptable);
  const deferral = facts.exemptions.find(({ effect }) => effect === "defer_enrollment");
  const endsAt = grace?.isActive ? grace.endsAt : deferral?.endsAt;
  const isGivenTime = facts.lacksFactor && !facts.floorAsksMfa && endsAt !== undefined;
  if (!isGivenTime && (acceptable & standing.active) === noKinds) {
    return verdict(facts, "enroll", enrolReason(facts), acceptable);
  }
  // MFA_STEP_UP_REQUIRED is for an action inside a running session, never for a sign-in.
  const reason = standing.aal === 2 ? "MFA_FACTOR_NOT_ALLOWED" : "MFA_CHALLENGE_REQUIRED";
  const challenge = verdict(facts, "challenge", reason, acceptable | (isGivenTime ? interimOf(facts) : noKinds));
  return isGivenTime ? { ...challenge, grace: { endsAt } } : challenge;
}
