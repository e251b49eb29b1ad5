/** Instant as an ISO 8601 UTC string with milliseconds and "Z"; such strings compare in time order. */
export type Instant = string;

export const dials = ["off", "optional", "required"] as const;
/** How much the policy asks for, weakest first. */
export type Dial = (typeof dials)[number];

export const factorKinds = ["passkey", "security_key", "totp", "recovery_code"] as const;
export type FactorKind = (typeof factorKinds)[number];

export const factorSets = ["any", "phishing_resistant", "totp_or_webauthn", "no_recovery_codes"] as const;
/** Which kinds satisfy; `totp_or_webauthn` takes recovery codes only as the backup of another accepted factor. */
export type FactorSet = (typeof factorSets)[number];

export const enrollmentTimings = ["first_sign_in", "next_sign_in_after_change", "within_grace_period"] as const;
export type EnrollmentTiming = (typeof enrollmentTimings)[number];

export const challengeFrequencies = ["sensitive_action", "new_device", "every_sign_in"] as const;
/** When an enrolled person is asked at a sign-in, loosest first; a step-up is always asked. */
export type ChallengeFrequency = (typeof challengeFrequencies)[number];

/** Whom or what a policy rule or floor is about. */
export type RuleTarget =
  | { kind: "role"; id: string }
  | { kind: "group"; id: string }
  | { kind: "user"; id: string }
  | { kind: "application"; id: string };

/** A requirement beside the workspace default. It can raise what the default asks, never lower it. */
export type Rule = {
  id: string;
  target: RuleTarget;
  dial: Dial;
  factorSet?: FactorSet | undefined;
  challengeFrequency?: ChallengeFrequency | undefined;
};

/** A requirement that no exemption and no grace may lower. */
export type Floor = {
  id: string;
  target: RuleTarget;
  dial: Dial;
  factorSet?: FactorSet | undefined;
};

/** One immutable version of a workspace's policy, also in memory: it is indexed once. Durations are exact hours. */
export type Policy = Readonly<{
  version: number;
  dial: Dial;
  factorSet: FactorSet;
  enrollmentTiming: EnrollmentTiming;
  graceHours: number;
  /** When the policy first asked anything of anybody; null while it never has. */
  askedSince: Instant | null;
  /** "Force re-enrolment": grace counts anew from here for everyone who signed in before it. */
  reenrollmentForcedAt: Instant | null;
  recoveryCodesAllowed: boolean;
  /** Whether recovery codes alone count as being enrolled. */
  codesCountAsEnrollment: boolean;
  challengeFrequency: ChallengeFrequency;
  rules: readonly Rule[];
  floors: readonly Floor[];
}>;

export const subjectKinds = ["user", "service_principal"] as const;
/** A service principal cannot be prompted: it neither enrols nor has grace, and without an exemption it is denied. */
export type SubjectKind = (typeof subjectKinds)[number];

export type EnrolledFactor = {
  id: string;
  kind: FactorKind;
  /** How many uses are left; only recovery codes run out, and with none left they count as no factor. */
  remaining: number | null;
};

export type Subject = {
  kind: SubjectKind;
  id: string;
  createdAt: Instant;
  disabledAt: Instant | null;
  lockedUntil: Instant | null;
  /** Null until the first permitted sign-in. */
  firstSignInAt: Instant | null;
  /** When their factors were taken away on proof of who they are: no time to enrol that began before it is left to them. */
  factorsResetAt?: Instant | null | undefined;
  groups: readonly string[];
  roles: readonly string[];
  /** Active factors only; a revoked one is not listed. A recovery code batch is one entry. */
  factors: readonly EnrolledFactor[];
};

export const methodNames = ["password", "federated", ...factorKinds] as const;
export type MethodName = (typeof methodNames)[number];

/** One thing that the session has completed. */
export type CompletedMethod = {
  method: MethodName;
  completedAt: Instant;
  /** WebAuthn user verification; without it a passkey is a single factor. */
  userVerified: boolean;
  /** Whether an identity provider that is trusted in it says so of a factor that it keeps; the subject need not hold it here. */
  isVouched?: boolean | undefined;
};

export const protocols = [
  "modern",
  "imap",
  "pop",
  "smtp",
  "activesync",
  "ldap",
  "radius",
  "ropc",
  "other_legacy",
] as const;
/** "modern" can show a prompt; every other protocol cannot. */
export type Protocol = (typeof protocols)[number];

export const devicePostures = ["unknown", "unmanaged", "managed", "compliant"] as const;
export type DevicePosture = (typeof devicePostures)[number];

export type Client = {
  /** Null when missing or not an address: then nothing narrowed by network matches. */
  ip: string | null;
  device: DevicePosture;
  /** Whether the caller vouches that this person has completed MFA on this device before. */
  isKnownDevice: boolean;
  protocol: Protocol;
  country: string | null;
};

export type SignIn = {
  /** Null when the directory does not know the subject. */
  subject: Subject | null;
  applicationId: string;
  completed: readonly CompletedMethod[];
  client: Client;
  now: Instant;
};

export const effects = ["waive_mfa", "allow_factors", "defer_enrollment", "allow_legacy_protocol"] as const;
export type Effect = (typeof effects)[number];

/**
 * A weekly window in UTC: days 1 (Monday) to 7 (Sunday), minutes since midnight, from inclusive, to exclusive. It does
 * not run over midnight; a night is two windows.
 */
export type TimeWindow = { days: readonly number[]; fromMinute: number; toMinute: number };

/**
 * Whom and where. Within one list any entry matches; between the lists all that are not empty must match.
 * The subject lists (users, servicePrincipals, groups, roles) count as one list.
 */
export type Scope = {
  users: readonly string[];
  servicePrincipals: readonly string[];
  groups: readonly string[];
  roles: readonly string[];
  applications: readonly string[];
  networks: readonly string[];
  devices: readonly DevicePosture[];
  protocols: readonly Protocol[];
  windows: readonly TimeWindow[];
  /** How often it may let somebody in, counted over all whom it names; null for as often as they like. */
  maxUses: number | null;
};

export const exceptionStates = [
  "draft",
  "submitted",
  "changes_requested",
  "assessed",
  "approved",
  "active",
  "suspended",
  "rejected",
  "withdrawn",
  "revoked",
  "closed",
] as const;
export type ExceptionState = (typeof exceptionStates)[number];

/** What the engine needs of a register record. */
export type Exemption = {
  id: string;
  state: ExceptionState;
  effect: Effect;
  /** Only for allow_factors. */
  factors: readonly FactorKind[];
  scope: Scope;
  startsAt: Instant;
  endsAt: Instant;
  /** How often it may still let somebody in at the time of this sign-in; null where its scope sets no number. */
  usesLeft: number | null;
};

export const outcomes = ["deny", "enroll", "challenge", "allow"] as const;
export type Outcome = (typeof outcomes)[number];

export const reasons = [
  "MFA_SATISFIED",
  "MFA_NOT_REQUIRED",
  "MFA_EXCEPTION_APPLIED",
  "MFA_GRACE_ACTIVE",
  "MFA_CHALLENGE_REQUIRED",
  "MFA_STEP_UP_REQUIRED",
  "MFA_REQUIRED_NO_FACTOR",
  "MFA_FACTOR_NOT_ALLOWED",
  "MFA_RECOVERY_CODES_EXHAUSTED",
  "MFA_GRACE_EXPIRED",
  "SUBJECT_UNKNOWN",
  "SUBJECT_DISABLED",
  "SUBJECT_LOCKED",
  "LEGACY_PROTOCOL_REFUSED",
] as const;
export type Reason = (typeof reasons)[number];

/** Authenticator assurance level (NIST SP 800-63B-4); 0 is a session without a first factor. */
export type Aal = 0 | 1 | 2;

/** One line of the trace, in the order in which the engine asked. */
export type Because = {
  step: "refusal" | "requirement" | "floor" | "exemption" | "grace" | "session";
  /** Stable id: "workspace", a rule's or floor's id, an exception's id, or the name of the check. */
  rule: string;
  /** What it asked, in plain words. */
  asked: string;
  /** Whether it bore on this sign-in: a rule that matched, a refusal that struck, a session that had what was asked. */
  hit: boolean;
  /** Set only on a hit: whether it decided the step. */
  won: boolean;
};

export type Decision = {
  outcome: Outcome;
  reason: Reason;
  /** After floors, before exemptions: 2 where MFA is asked of this subject at this sign-in, otherwise 1. */
  requiredAal: Aal;
  /** Derived from the methods that count. At most 1 where an exemption other than `allow_factors` let the session in. */
  achievedAal: Aal;
  /**
   * Factor kinds that would satisfy the requirement, in the fixed order of factorKinds: with those that an exemption
   * adds, and on a challenge with those that do until the subject has enrolled. None where no factor would help.
   */
  acceptableFactors: readonly FactorKind[];
  /** The narrowest of the exemptions that let the session in; null unless one was needed. */
  exception: { id: string; effect: Effect; endsAt: Instant } | null;
  /** Set where time to enrol let the session in, or will as soon as it has done what is asked. */
  grace: { endsAt: Instant } | null;
  /** A refusal ends the trace. */
  because: readonly Because[];
};
