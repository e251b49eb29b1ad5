import type {
  ChallengeFrequency,
  Dial,
  EnrollmentTiming,
  FactorSet,
  Floor,
  Rule,
  RuleTarget,
} from "#app/engine/types.ts";

type Text = { label: string; text: string };

export const dialTexts: Record<Dial, Text> = {
  off: {
    label: "Off",
    text: "Nobody is challenged, people who have enrolled a factor included. A password alone is enough.",
  },
  optional: { label: "Optional", text: "Whoever has enrolled a factor is asked for it, always. Nobody has to enrol." },
  required: {
    label: "Required",
    text: "Everyone needs a factor. Whoever has none can only set one up, once their grace is over.",
  },
};

export const timingTexts: Record<EnrollmentTiming, Text> = {
  first_sign_in: { label: "At the first sign-in", text: "People who were here before have no grace." },
  next_sign_in_after_change: {
    label: "At the next sign-in after a change",
    text: "People who were here before meet it the next time they sign in.",
  },
  within_grace_period: {
    label: "Within a grace period",
    text: "People who were here before get the grace too, from when the policy first asked.",
  },
};

/** One line each on what changes for people. */
export const factorSetTexts: Record<FactorSet, Text> = {
  any: {
    label: "Any factor",
    text: "Passkey, security key, authenticator app and recovery codes. The friendliest and the weakest.",
  },
  totp_or_webauthn: {
    label: "Authenticator app or passkey",
    text: "Recovery codes stand in for a factor that is lost, and are never the only one.",
  },
  phishing_resistant: {
    label: "Phishing-resistant only",
    text: "Passkey or security key. People with only an authenticator app have to enrol one of them.",
  },
  no_recovery_codes: {
    label: "No recovery codes",
    text: "Passkey, security key or authenticator app. Codes do not get anybody in on an ordinary day.",
  },
};

export const frequencyTexts: Record<ChallengeFrequency, Text> = {
  every_sign_in: { label: "At every sign-in", text: "A stolen password or session is of no use by itself." },
  new_device: {
    label: "On a new device only",
    text: "Whoever holds a known device, or a copy of its cookie, needs the password alone.",
  },
  sensitive_action: {
    label: "For sensitive actions only",
    text: "A stolen password reads everything that is not called sensitive, and nobody notices.",
  },
};

export const switchTexts = {
  recoveryCodesAllowed: {
    label: "Recovery codes may be used",
    text: "One-time codes for when a factor is lost. Without them, an admin helps.",
  },
  codesCountAsEnrollment: {
    label: "Recovery codes alone count as enrolled",
    text: "For people with nothing else. They enrol something stronger when the codes run out.",
  },
} as const;

const kindLabels: Record<RuleTarget["kind"], string> = {
  role: "Role",
  group: "Group",
  user: "Person",
  application: "Application",
};

/** Display names: of people by id, of directory objects by "kind:id". */
export type Names = Readonly<Record<string, string>>;

/** Says whom or what a rule is about: "Group Finance". */
export function targetText({ kind, id }: RuleTarget, names: Names): string {
  return `${kindLabels[kind]} ${names[kind === "user" ? id : `${kind}:${id}`] ?? id}`;
}

/** Says what a rule or floor asks, without whom it is about. */
export function askedText(asked: Omit<Rule, "id" | "target"> | Omit<Floor, "id" | "target">): string {
  const frequency = "challengeFrequency" in asked ? asked.challengeFrequency : undefined;
  return [
    dialTexts[asked.dial].label,
    asked.factorSet && factorSetTexts[asked.factorSet].label.toLowerCase(),
    frequency && frequencyTexts[frequency].label.toLowerCase(),
  ]
    .filter(Boolean)
    .join(", ");
}

/** Says a grace as people count it: whole days in days, anything else in hours. */
export function graceText(hours: number): string {
  if (hours === 0) return "None";
  if (hours % 24 !== 0) return hours === 1 ? "1 hour" : `${hours} hours`;
  return hours === 24 ? "1 day" : `${hours / 24} days`;
}
