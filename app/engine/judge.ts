import { acceptableWith, acceptableWithAny, interimOf, isSatisfied } from "./acceptable.ts";
import type { Facts } from "./facts.ts";
import { noKinds } from "./kind-set.ts";
import { refusalOf } from "./refusal.ts";
import { turnBack } from "./turn-back.ts";
import type { Aal, Exemption, Reason } from "./types.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** Whether time to enrol, from grace or an exemption, lets this session in. */
function mayEnrolLater(facts: Facts): boolean {
  const { lacksFactor, floorAsksMfa, standing } = facts;
  const interim = interimOf(facts);
  const hasUsedWhatThereIs = interim === noKinds || (interim & standing.shown) !== noKinds;
  return lacksFactor && !floorAsksMfa && standing.aal > 0 && hasUsedWhatThereIs;
}

/** Returns the reason for which the policy itself lets the session in, or null. */
function ownReason(facts: Facts): Reason | null {
  if (facts.standing.aal === 0) return null;
  if (isSatisfied(acceptableWith(null, facts), facts.standing)) return "MFA_SATISFIED";
  if (!facts.asksMfa) return "MFA_NOT_REQUIRED";
  return facts.grace?.isActive && mayEnrolLater(facts) ? "MFA_GRACE_ACTIVE" : null;
}

/** Whether an exemption, by itself, lets in a session of a modern client that the policy does not. */
function letsIn(exemption: Exemption, facts: Facts): boolean {
  switch (exemption.effect) {
    case "waive_mfa":
      return !facts.floorAsksMfa && facts.standing.aal > 0;
    case "allow_factors":
      return isSatisfied(acceptableWith(exemption, facts), facts.standing);
    case "defer_enrollment":
      return mayEnrolLater(facts);
    case "allow_legacy_protocol":
      return false;
    default:
      exemption.effect satisfies never;
      return false;
  }
}

/** Lets a session in by exemptions each of which would do; the narrowest, which comes first, is cited. */
function allowBy(cited: Exemption, sufficient: readonly Exemption[], facts: Facts): Verdict {
  const { id, effect, endsAt } = cited;
  const { aal } = facts.standing;
  // Added factors leave a session what it is. If another exemption would have done as well, the lower level is claimed.
  const isLowered = sufficient.some((exemption) => exemption.effect !== "allow_factors");
  return {
    ...verdict(facts, "allow", "MFA_EXCEPTION_APPLIED", acceptableWithAny(facts)),
    achievedAal: isLowered ? (Math.min(aal, 1) as Aal) : aal, // cast: the smaller of two levels is a level
    exception: { id, effect, endsAt },
    grace: effect === "defer_enrollment" ? { endsAt } : null,
  };
}

/** A client that cannot prompt needs a record of its own, whatever the dial says. */
function judgeLegacy(facts: Facts): Verdict {
  const permit = facts.exemptions.find(({ effect }) => effect === "allow_legacy_protocol");
  if (permit === undefined || facts.floorAsksMfa) return verdict(facts, "deny", "LEGACY_PROTOCOL_REFUSED", noKinds);
  if (facts.standing.aal === 0) return verdict(facts, "challenge", "MFA_CHALLENGE_REQUIRED", acceptableWithAny(facts));
  return allowBy(permit, [permit], facts);
}

/**
 * Decides a sign-in of a known subject: refusals first, then what the policy lets in by itself, then what an exemption
 * lets in. An exemption is therefore cited only where it was needed, and one more exemption never makes things stricter.
 */
export function judge(facts: Facts): Verdict {
  const { signIn, subject } = facts;
  const refusal = refusalOf(subject, signIn.now);
  if (refusal !== null) return verdict(facts, "deny", refusal, noKinds);
  if (signIn.client.protocol !== "modern") return judgeLegacy(facts);
  const reason = ownReason(facts);
  if (reason !== null) {
    const allowed = verdict(facts, "allow", reason, acceptableWithAny(facts));
    // Whoever has grace to show was let in by it: with an acceptable factor there is none.
    return facts.grace === null ? allowed : { ...allowed, grace: { endsAt: facts.grace.endsAt } };
  }
  const sufficient = facts.exemptions.filter((exemption) => letsIn(exemption, facts));
  const [cited] = sufficient;
  return cited === undefined ? turnBack(facts) : allowBy(cited, sufficient, facts);
}
