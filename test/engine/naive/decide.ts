import type { Decision, Exemption, FactorKind, Policy, Reason, SignIn, Subject } from "#app/engine/types.ts";
import { matchingExceptions } from "./exemptions.ts";
import { activeKinds, both, hasSpentCodes, satisfying, sessionOf, type Way, waysPermitted } from "./factors.ts";
import { requirementFor } from "./requirement.ts";
import { graceFor, ms, type NaiveGrace } from "./time.ts";

export type NaiveAnswer = Omit<Decision, "because">;

const kindOrder = ["passkey", "security_key", "totp", "recovery_code"];

/** The six steps of a decision, written down as the rules say them, one after the other, and as slowly as it takes. */
export function decide(signIn: SignIn, policy: Policy, exceptions: readonly Exemption[]): NaiveAnswer {
  const { subject } = signIn;
  if (subject === null) return { ...nothing, outcome: "deny", reason: "SUBJECT_UNKNOWN" };
  const known = knowledgeOf(signIn, subject, policy, exceptions);
  return refused(known) ?? legacy(known) ?? allowedByPolicy(known) ?? allowedByException(known) ?? turnedBack(known);
}

const nothing = { requiredAal: 2, achievedAal: 0, acceptableFactors: [], exception: null, grace: null } as const;

type Knowledge = ReturnType<typeof knowledgeOf>;

function knowledgeOf(signIn: SignIn, subject: Subject, policy: Policy, exceptions: readonly Exemption[]) {
  const { dial, ways, frequency, floor } = requirementFor(subject, signIn, policy);
  const has = activeKinds(signIn, subject);
  const session = sessionOf(signIn, subject);
  const isPerson = subject.kind === "user";
  // Ruling: optional challenges whoever has enrolled, always.
  const asks = (each: string) => each === "required" || (each === "optional" && has.length > 0);
  const usable = both(satisfying(ways, has), has);
  const isKnownEnough = frequency === "sensitive_action" || (frequency === "new_device" && signIn.client.isKnownDevice);
  const isModern = signIn.client.protocol === "modern";
  const isSpared = isKnownEnough && isModern && isPerson && usable.length > 0 && !asks(floor.dial);
  const mustEnrol = asks(dial) && isPerson && usable.length === 0 && ways.length > 0;
  return {
    signIn,
    subject,
    has,
    ...session,
    ways,
    floor,
    isModern,
    isAsked: asks(dial) && !isSpared,
    isFloored: asks(floor.dial),
    mustEnrol,
    grace: mustEnrol ? graceFor(subject, policy, signIn.now) : null,
    // Decision 0007: during grace people use what they have, and codes only where there is nothing else.
    interim: mustEnrol ? interimOf(both(has, waysPermitted(policy) as readonly FactorKind[])) : [], // cast: compared as texts
    exceptions: matchingExceptions(exceptions, signIn, subject),
  };
}

function interimOf(has: readonly FactorKind[]): readonly FactorKind[] {
  const primaries = has.filter((kind) => kind !== "recovery_code");
  return primaries.length > 0 ? primaries : has;
}

/** What would satisfy, with one of the exceptions or none. An exception adds no factor that a floor refuses. */
function acceptableWith(exception: Exemption | null, { ways, floor, has }: Knowledge): FactorKind[] {
  const named: Way[] = exception?.effect === "allow_factors" ? [...exception.factors] : [];
  if (named.includes("recovery_code")) named.push("codes_alone");
  return satisfying([...ways, ...both(named, floor.ways)], has);
}

/** The kinds that any one exception, by itself, would make acceptable. */
function acceptable(known: Knowledge): FactorKind[] {
  return inOrder([null, ...known.exceptions].flatMap((exception) => acceptableWith(exception, known)));
}

function inOrder(kinds: readonly FactorKind[]): FactorKind[] {
  return [...new Set(kinds)].sort((a, b) => kindOrder.indexOf(a) - kindOrder.indexOf(b));
}

function isSatisfied(kinds: readonly FactorKind[], { shown, has }: Knowledge): boolean {
  return both(kinds, shown).length > 0 && both(kinds, has).length > 0;
}

type Rest = Partial<NaiveAnswer> & Pick<NaiveAnswer, "outcome" | "reason">;

function answer({ isAsked, aal }: Knowledge, rest: Rest): NaiveAnswer {
  return { ...nothing, requiredAal: isAsked ? 2 : 1, achievedAal: aal, ...rest };
}

/** Step 1. */
function refused(known: Knowledge): NaiveAnswer | null {
  const { disabledAt, lockedUntil } = known.subject;
  const now = ms(known.signIn.now);
  const deny = (reason: Reason) => answer(known, { outcome: "deny", reason });
  if (disabledAt !== null && ms(disabledAt) <= now) return deny("SUBJECT_DISABLED");
  return lockedUntil !== null && now < ms(lockedUntil) ? deny("SUBJECT_LOCKED") : null;
}

/** Step 1: a client that cannot prompt is let in by an exception of its own, and by nothing else. */
function legacy(known: Knowledge): NaiveAnswer | null {
  if (known.isModern) return null;
  const permit = known.exceptions.find(({ effect }) => effect === "allow_legacy_protocol");
  if (permit === undefined || known.isFloored) {
    return answer(known, { outcome: "deny", reason: "LEGACY_PROTOCOL_REFUSED" });
  }
  return known.aal === 0 ? needsFirstFactor(known) : citing(permit, [permit], known);
}

function needsFirstFactor(known: Knowledge): NaiveAnswer {
  return answer(known, {
    outcome: "challenge",
    reason: "MFA_CHALLENGE_REQUIRED",
    acceptableFactors: acceptable(known),
  });
}

/** Whether time to enrol, whoever gives it, is enough: the first factor is done, and whatever else they have. */
function mayEnrolLater({ mustEnrol, isFloored, aal, interim, shown }: Knowledge): boolean {
  return mustEnrol && !isFloored && aal > 0 && (interim.length === 0 || both(interim, shown).length > 0);
}

/** Steps 5 and 6, without any exception. */
function allowedByPolicy(known: Knowledge): NaiveAnswer | null {
  const { aal, isAsked, grace } = known;
  if (aal === 0) return null;
  const allow = (reason: Reason) => {
    const given = grace === null ? null : { endsAt: grace.endsAt };
    return answer(known, { outcome: "allow", reason, acceptableFactors: acceptable(known), grace: given });
  };
  if (isSatisfied(acceptableWith(null, known), known)) return allow("MFA_SATISFIED");
  if (!isAsked) return allow("MFA_NOT_REQUIRED");
  return grace?.isActive && mayEnrolLater(known) ? allow("MFA_GRACE_ACTIVE") : null;
}

/** Step 4: each exception is tried by itself, and the narrowest that is enough is cited. */
function allowedByException(known: Knowledge): NaiveAnswer | null {
  const enough = known.exceptions.filter((exception) => {
    if (exception.effect === "waive_mfa") return !known.isFloored && known.aal > 0;
    if (exception.effect === "allow_factors") return isSatisfied(acceptableWith(exception, known), known);
    return exception.effect === "defer_enrollment" && mayEnrolLater(known);
  });
  const [narrowest] = enough;
  return narrowest === undefined ? null : citing(narrowest, enough, known);
}

/** Words: any exemption leaves a session at AAL1, but for one that only adds factors. */
function citing({ id, effect, endsAt }: Exemption, enough: readonly Exemption[], known: Knowledge): NaiveAnswer {
  const isLowered = enough.some((exception) => exception.effect !== "allow_factors");
  return answer(known, {
    outcome: "allow",
    reason: "MFA_EXCEPTION_APPLIED",
    achievedAal: isLowered && known.aal === 2 ? 1 : known.aal,
    acceptableFactors: acceptable(known),
    exception: { id, effect, endsAt },
    grace: effect === "defer_enrollment" ? { endsAt } : null,
  });
}

/** What somebody who is not let in has to do. */
function turnedBack(known: Knowledge): NaiveAnswer {
  const { isAsked, isFloored, exceptions, subject, has, aal, interim } = known;
  const isWaived = !isFloored && exceptions.some(({ effect }) => effect === "waive_mfa");
  if (!isAsked || isWaived) return needsFirstFactor(known);
  const kinds = acceptable(known);
  if (kinds.length === 0) return answer(known, { outcome: "deny", reason: "MFA_FACTOR_NOT_ALLOWED" });
  const rest = { acceptableFactors: kinds };
  if (subject.kind !== "user") return answer(known, { outcome: "deny", reason: "MFA_REQUIRED_NO_FACTOR", ...rest });
  const until = timeLeft(known);
  if (until === null && both(kinds, has).length === 0) {
    return answer(known, { outcome: "enroll", reason: whyEnrol(known), ...rest });
  }
  return answer(known, {
    outcome: "challenge",
    reason: aal === 2 ? "MFA_FACTOR_NOT_ALLOWED" : "MFA_CHALLENGE_REQUIRED",
    acceptableFactors: until === null ? kinds : inOrder([...kinds, ...interim]),
    grace: until === null ? null : { endsAt: until },
  });
}

/** Until when somebody may still enrol: by the policy's grace, or else by an exception. */
function timeLeft({ mustEnrol, isFloored, grace, exceptions }: Knowledge): string | null {
  if (!mustEnrol || isFloored) return null;
  if (grace?.isActive) return grace.endsAt;
  return exceptions.find(({ effect }) => effect === "defer_enrollment")?.endsAt ?? null;
}

function whyEnrol({ has, subject, grace }: { has: readonly FactorKind[]; subject: Subject; grace: NaiveGrace | null }) {
  if (has.length > 0) return "MFA_FACTOR_NOT_ALLOWED";
  if (hasSpentCodes(subject)) return "MFA_RECOVERY_CODES_EXHAUSTED";
  return grace !== null && !grace.isActive ? "MFA_GRACE_EXPIRED" : "MFA_REQUIRED_NO_FACTOR";
}
