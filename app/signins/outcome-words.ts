import type { Because, Outcome, Reason } from "#app/engine/types.ts";

/** What happened, as a person would say it; below policy is what is let in by an exception or by grace. */
export function outcomeWord({ outcome, reason }: { outcome: string; reason: string }): string {
  if (outcome === "allow" && isBelowPolicy(reason)) return "Allowed below policy";
  return outcomeWords[outcome as Outcome] ?? outcome; // an unknown code finds nothing and is shown as it is
}

export function isBelowPolicy(reason: string): boolean {
  return reason === "MFA_EXCEPTION_APPLIED" || reason === "MFA_GRACE_ACTIVE";
}

export const outcomeWords: Record<Outcome, string> = {
  allow: "Allowed",
  challenge: "Challenged",
  enroll: "Sent to enrol",
  deny: "Refused",
};

/** What the page of a decision is headed. */
export const outcomeQuestions: Record<Outcome, string> = {
  allow: "Why was this sign-in allowed?",
  challenge: "Why was a factor asked for?",
  enroll: "Why did they have to enrol?",
  deny: "Why was this sign-in refused?",
};

/** Each reason in one sentence, and who can change what it rests on. */
export const reasonTexts: Record<Reason, { meaning: string; fix: string }> = {
  MFA_SATISFIED: { meaning: "The session has shown a factor that the policy accepts.", fix: "Nothing to fix." },
  MFA_NOT_REQUIRED: {
    meaning: "Nothing asks MFA of this person at this sign-in.",
    fix: "An owner, if it should be asked: in the policy.",
  },
  MFA_EXCEPTION_APPLIED: {
    meaning: "The policy alone would have turned the session back; a live exception let it in.",
    fix: "The owner of the record, by removing what makes it necessary.",
  },
  MFA_GRACE_ACTIVE: {
    meaning: "They have no factor that counts, and are inside the time to enrol one.",
    fix: "The person, by enrolling before that time is over.",
  },
  MFA_CHALLENGE_REQUIRED: {
    meaning: "The session had not done enough yet, and the person could do it there and then.",
    fix: "The person, with one of the factors that are accepted.",
  },
  MFA_STEP_UP_REQUIRED: {
    meaning: "The session may go on, but for this it needs a factor used in the last minutes.",
    fix: "The person, by using a factor again.",
  },
  MFA_REQUIRED_NO_FACTOR: {
    meaning: "MFA is asked, and they have enrolled nothing that counts.",
    fix: "The person, by enrolling a factor; a service needs an exception.",
  },
  MFA_FACTOR_NOT_ALLOWED: {
    meaning: "They have a factor, but not of a kind that is accepted here.",
    fix: "The person, by enrolling a kind that is; or an owner, in the policy.",
  },
  MFA_RECOVERY_CODES_EXHAUSTED: {
    meaning: "Recovery codes were all they had, and none is left.",
    fix: "The person, by enrolling a factor.",
  },
  MFA_GRACE_EXPIRED: {
    meaning: "The time to enrol is over, and nothing was enrolled in it.",
    fix: "The person, by enrolling now; more time is an exception.",
  },
  SUBJECT_UNKNOWN: {
    meaning: "The directory does not know whom the login path asked about.",
    fix: "Whoever keeps the directory, or the login path if it sent a wrong name.",
  },
  SUBJECT_DISABLED: { meaning: "They are barred from signing in.", fix: "An admin, by letting them in again." },
  SUBJECT_LOCKED: {
    meaning: "Too many wrong proofs have closed the account for a while.",
    fix: "Nobody: it opens by itself.",
  },
  LEGACY_PROTOCOL_REFUSED: {
    meaning: "The client cannot ask for a factor, and no live exception allows its protocol here.",
    fix: "The owner of the client, by moving it to one that can; until then it needs an exception.",
  },
};

/** The steps of a decision in their order, as they are numbered in a trace. */
export const stepTitles: Record<Because["step"], string> = {
  refusal: "Refusals",
  requirement: "Requirement",
  floor: "Floors",
  exemption: "Live exceptions",
  grace: "Grace",
  session: "Session against requirement",
};
