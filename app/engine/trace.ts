import type { Facts } from "./facts.ts";
import type { KindSet } from "./kind-set.ts";
import type { IndexedRule } from "./policy-index.ts";
import type { Level } from "./requirement.ts";
import type { Because, ChallengeFrequency, Effect } from "./types.ts";
import type { Verdict } from "./verdict.ts";

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

function missed(step: Because["step"], rule: string, asked: string): Because {
  return Object.freeze({ step, rule, asked, hit: false, won: false });
}

const noExemption = missed("exemption", "exceptions", "a live exception whose scope matches");
const noGrace = missed("grace", "grace", "time to enrol");
const challenges: Record<ChallengeFrequency, Because | null> = {
  // That every sign-in is challenged goes without saying.
  every_sign_in: null,
  new_device: missed("session", "challenge_frequency", "a known device, and a factor enrolled"),
  sensitive_action: missed("session", "challenge_frequency", "a factor enrolled, for a sensitive action later"),
};
const secondFactor = sessionLines("AAL2 with an acceptable factor");
const firstFactor = sessionLines("AAL1, a first factor");

function sessionLines(asked: string): { missed: Because; met: Because } {
  const line = missed("session", "session", asked);
  return { missed: line, met: Object.freeze({ ...line, hit: true, won: true }) };
}

/** Whether something decided its step: it asked for the dial that came out, or for the factors that were left. */
function decided(rule: Pick<IndexedRule, "dial" | "accepted">, outcome: Level, permitted: KindSet): boolean {
  if (rule.dial === outcome.dial) return true;
  return outcome.accepted !== permitted && (rule.accepted & permitted) === outcome.accepted;
}

/** Whether a matching rule or floor won, by its dial, its factors, or by asking more often than the workspace default. */
function hasWon(rule: IndexedRule, { policy, requirement, asked }: Facts): boolean {
  if (decided(rule, rule.isFloor ? asked : requirement, policy.permitted)) return true;
  const { challengeFrequency } = rule;
  const isLowest = challengeFrequency === null || challengeFrequency === policy.workspace.challengeFrequency;
  return !isLowest && challengeFrequency === requirement.challengeFrequency;
}

function graceLine({ grace, floorAsksMfa }: Facts, { reason }: Verdict): Because {
  if (grace === null) return noGrace;
  return {
    step: "grace",
    rule: "grace",
    asked: `time to enrol until ${grace.endsAt}`,
    hit: grace.isActive && !floorAsksMfa,
    won: reason === "MFA_GRACE_ACTIVE",
  };
}

function frequencyLine({ isSpared, requirement }: Facts, { reason }: Verdict): Because | null {
  const line = challenges[requirement.challengeFrequency] ?? null;
  return line !== null && isSpared ? { ...line, hit: true, won: reason === "MFA_NOT_REQUIRED" } : line;
}

function sessionLine({ reason, requiredAal }: Verdict): Because {
  const isMet = reason === "MFA_SATISFIED" || reason === "MFA_NOT_REQUIRED";
  return (requiredAal === 2 ? secondFactor : firstFactor)[isMet ? "met" : "missed"];
}

/** The trace for a subject that the directory does not know. */
export const unknownSubjectTrace: readonly Because[] = Object.freeze([isKnown.refused]);

const disabledTrace: readonly Because[] = Object.freeze([isKnown.passed, isEnabled.refused]);
const lockedTrace: readonly Because[] = Object.freeze([isKnown.passed, isEnabled.passed, isUnlocked.refused]);
const admitted: readonly Because[] = [isKnown.passed, isEnabled.passed, isUnlocked.passed];
const legacyTrace: readonly Because[] = Object.freeze([...admitted, isModern.refused]);

/** The refusal of a client that cannot prompt; where a permit is spent, it says so. */
function legacyTraceOf({ spent }: Facts): readonly Because[] {
  const permits = spent.filter(({ effect }) => effect === "allow_legacy_protocol").map(({ id }) => id);
  if (permits.length === 0) return legacyTrace;
  const asked = `${isModern.refused.asked}; no uses are left of ${permits.join(", ")}`;
  return [...admitted, { ...isModern.refused, asked }];
}

/** Lists what was asked, in the order of the decision. A refusal ends the list: nothing behind it was asked. */
export function traceOf(facts: Facts, verdict: Verdict): readonly Because[] {
  if (verdict.reason === "SUBJECT_DISABLED") return disabledTrace;
  if (verdict.reason === "SUBJECT_LOCKED") return lockedTrace;
  if (verdict.reason === "LEGACY_PROTOCOL_REFUSED") return legacyTraceOf(facts);
  const { policy, requirement, signIn } = facts;
  const { workspace, permitted, misses } = policy;
  const before = [
    ...admitted,
    signIn.client.protocol === "modern" ? isModern.passed : legacyExcused,
    workspace.lines[decided(workspace, requirement, permitted) ? "won" : "lost"],
  ];
  // One allocation for all lines: most rules are not about a sign-in, and are entered as misses first.
  const lines = before.concat(misses, linesBehindRules(facts, verdict));
  for (const rule of facts.matches)
    lines[before.length + rule.place] = rule.lines[hasWon(rule, facts) ? "won" : "lost"];
  return lines;
}

function linesBehindRules(facts: Facts, verdict: Verdict): Because[] {
  const lines = exemptionLines(facts, verdict);
  lines.push(graceLine(facts, verdict));
  const frequency = frequencyLine(facts, verdict);
  if (frequency !== null) lines.push(frequency);
  lines.push(sessionLine(verdict));
  return lines;
}

function exemptionLines({ exemptions, spent }: Facts, { exception }: Verdict): Because[] {
  if (exemptions.length + spent.length === 0) return [noExemption];
  const lines: Because[] = exemptions.map(({ id, effect, endsAt }) => {
    return { step: "exemption", rule: id, asked: effectWords[effect] + endsAt, hit: true, won: id === exception?.id };
  });
  for (const { id, effect, endsAt } of spent)
    lines.push(missed("exemption", id, `${effectWords[effect]}${endsAt}, with uses left`));
  return lines;
}
