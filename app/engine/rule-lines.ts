import type { Because, ChallengeFrequency, Dial, FactorSet, Floor, Policy, Rule } from "./types.ts";

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
const frequencyWords: Record<ChallengeFrequency, string> = {
  every_sign_in: ", at every sign-in",
  new_device: ", on a new device only",
  sensitive_action: ", for a sensitive action only",
};

export type RuleStep = "requirement" | "floor";

/** The three lines that a rule can leave in a trace. They are the same for everybody, so they are shared and frozen. */
export type RuleLines = Readonly<Record<"miss" | "lost" | "won", Because>>;

function linesOf(step: RuleStep, rule: string, asked: string): RuleLines {
  const miss = Object.freeze({ step, rule, asked, hit: false, won: false });
  const lost = Object.freeze({ ...miss, hit: true });
  return { miss, lost, won: Object.freeze({ ...lost, won: true }) };
}

/** Returns the lines of a rule or a floor. */
export function ruleLines(step: RuleStep, rule: Rule | Floor): RuleLines {
  const { id, target, dial, factorSet } = rule;
  const factors = factorSet === undefined ? "" : factorSetWords[factorSet];
  const frequency =
    "challengeFrequency" in rule && rule.challengeFrequency !== undefined
      ? frequencyWords[rule.challengeFrequency]
      : "";
  return linesOf(step, id, `${target.kind} ${target.id}: ${dialWords[dial]}${factors}${frequency}`);
}

/** Returns the lines of the workspace default. That every sign-in is challenged goes without saying. */
export function workspaceLines({ dial, factorSet, challengeFrequency }: Policy): RuleLines {
  const frequency = challengeFrequency === "every_sign_in" ? "" : frequencyWords[challengeFrequency];
  return linesOf("requirement", "workspace", dialWords[dial] + factorSetWords[factorSet] + frequency);
}
