import { acceptedBy, permittedBy } from "./factor-sets.ts";
import type { Facts } from "./facts.ts";
import type { KindSet } from "./kind-set.ts";
import { isTarget, type Level } from "./requirement.ts";
import type { Because, Dial, Effect, FactorSet, Floor, Rule } from "./types.ts";
import type { Verdict } from "./verdict.ts";

const dialWords: Record<Dial, string> = {
  off: "MFA off",
  optional: "MFA from whoever has enrolled",
  required: "MFA required",
};
const factorSetWords: Record<FactorSet, string> = {
  any: ", any factor",
  phishing_resistant: ", passkey or security key only",
  totp_or_webauthn: ", recovery codes only as a backup",
  no_recovery_codes: ", no recovery codes",
};
const effectWords: Record<Effect, string> = {
  waive_mfa: "no MFA until ",
  allow_factors: "more factors until ",
  defer_enrollment: "time to enrol until ",
  allow_legacy_protocol: "a client that cannot prompt until ",
};

type Check = Readonly<{ passed: Because; refused: Because }>;

/** Makes the two lines that a check can leave; they are the same on every sign-in, so they are shared and frozen. */
function check(rule: string, asked: string): Check {
  const passed: Because = { step: "refusal", rule, asked, hit: false, won: false };
  return { passed: Object.freeze(passed), refused: Object.freeze({ ...passed, hit: true, won: true }) };
}

const isKnown = check("unknown_subject", "a subject that the directory knows");
const isEnabled = check("disabled_subject", "a subject that is not disabled");
const isUnlocked = check("locked_subject", "a subject that is not locked");
const isModern = check("legacy_protocol", "a client that can prompt, or a live exception for its protocol");
const legacyExcused: Because = Object.freeze({ ...isModern.refused, won: false });
const noExemption: Because = Object.freeze({
  step: "exemption",
  rule: "exceptions",
  asked: "a live exception whose scope matches",
  hit: false,
  won: false,
});
const noGrace: Because = Object.freeze({
  step: "grace",
  rule: "grace",
  asked: "time to enrol",
  hit: false,
  won: false,
});

/** Rules and floors are stored in any order, mostly in that of their ids; the trace always has the latter. */
function inIdOrder<T extends Rule | Floor>(rules: readonly T[]): readonly T[] {
  const isInOrder = rules.every(({ id }, index) => index === 0 || (rules[index - 1]?.id ?? "") <= id);
  return isInOrder ? rules : rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether a rule decided its step: it asked for the dial that came out, or for the factors that were left. */
function decided(dial: Dial, factorSet: FactorSet | undefined, outcome: Level, permitted: KindSet): boolean {
  if (dial === outcome.dial) return true;
  return (
    factorSet !== undefined &&
    outcome.accepted !== permitted &&
    (acceptedBy(factorSet) & permitted) === outcome.accepted
  );
}

function ruleLine(step: "requirement" | "floor", rule: Rule | Floor, outcome: Level, facts: Facts): Because {
  const { id, target, dial, factorSet } = rule;
  const hit = isTarget(target, facts.subject, facts.signIn.applicationId);
  const factors = factorSet === undefined ? "" : factorSetWords[factorSet];
  return {
    step,
    rule: id,
    asked: `${target.kind} ${target.id}: ${dialWords[dial]}${factors}`,
    hit,
    won: hit && decided(dial, factorSet, outcome, permittedBy(facts.policy)),
  };
}

function workspaceLine({ policy, requirement }: Facts): Because {
  return {
    step: "requirement",
    rule: "workspace",
    asked: dialWords[policy.dial] + factorSetWords[policy.factorSet],
    hit: true,
    won: decided(policy.dial, policy.factorSet, requirement, permittedBy(policy)),
  };
}

function graceLine({ grace, floorAsksMfa }: Facts, { reason }: Verdict): Because {
  if (grace === null) return noGrace;
  const asked = `time to enrol until ${grace.endsAt}`;
  return {
    step: "grace",
    rule: "grace",
    asked,
    hit: grace.isActive && !floorAsksMfa,
    won: reason === "MFA_GRACE_ACTIVE",
  };
}

function sessionLine({ reason, requiredAal }: Verdict): Because {
  const isMet = reason === "MFA_SATISFIED" || reason === "MFA_NOT_REQUIRED";
  const asked = requiredAal === 2 ? "AAL2 with an acceptable factor" : "AAL1, a first factor";
  return { step: "session", rule: "session", asked, hit: isMet, won: isMet };
}

/** The trace for a subject that the directory does not know. */
export const unknownSubjectTrace: readonly Because[] = Object.freeze([isKnown.refused]);

/** Lists what was asked, in the order of the decision. A refusal ends the list: nothing behind it was asked. */
export function traceOf(facts: Facts, verdict: Verdict): readonly Because[] {
  const { policy, signIn, requirement, asked, exemptions } = facts;
  if (verdict.reason === "SUBJECT_DISABLED") return [isKnown.passed, isEnabled.refused];
  const because = [isKnown.passed, isEnabled.passed];
  if (verdict.reason === "SUBJECT_LOCKED") return [...because, isUnlocked.refused];
  because.push(isUnlocked.passed);
  if (verdict.reason === "LEGACY_PROTOCOL_REFUSED") return [...because, isModern.refused];
  because.push(signIn.client.protocol === "modern" ? isModern.passed : legacyExcused, workspaceLine(facts));
  for (const rule of inIdOrder(policy.rules)) because.push(ruleLine("requirement", rule, requirement, facts));
  for (const floor of inIdOrder(policy.floors)) because.push(ruleLine("floor", floor, asked, facts));
  if (exemptions.length === 0) because.push(noExemption);
  for (const { id, effect, endsAt } of exemptions) {
    const won = id === verdict.exception?.id;
    because.push({ step: "exemption", rule: id, asked: effectWords[effect] + endsAt, hit: true, won });
  }
  because.push(graceLine(facts, verdict), sessionLine(verdict));
  return because;
}
