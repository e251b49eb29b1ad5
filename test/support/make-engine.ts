import type {
  Client,
  CompletedMethod,
  EnrolledFactor,
  Exemption,
  FactorKind,
  Floor,
  MethodName,
  Policy,
  Rule,
  RuleTarget,
  Scope,
  SignIn,
  Subject,
} from "#app/engine/types.ts";

/** The instant of every sign-in made here: a Monday, long after anybody's grace. */
export const now = "2026-06-01T12:00:00.000Z";

const scope = (overrides: Partial<Scope> = {}): Scope => ({
  users: [],
  servicePrincipals: [],
  groups: [],
  roles: [],
  applications: [],
  networks: [],
  devices: [],
  protocols: [],
  windows: [],
  maxUses: null,
  ...overrides,
});

const client = (overrides: Partial<Client> = {}): Client => ({
  ip: "198.51.100.7",
  device: "managed",
  isKnownDevice: false,
  protocol: "modern",
  country: "NL",
  ...overrides,
});

/** Anita, who signed in for the first time months ago and has an authenticator app. */
const subject = (overrides: Partial<Subject> = {}): Subject => ({
  kind: "user",
  id: "anita",
  createdAt: "2026-01-15T00:00:00.000Z",
  disabledAt: null,
  lockedUntil: null,
  firstSignInAt: "2026-02-01T00:00:00.000Z",
  groups: ["staff"],
  roles: ["member"],
  factors: [factor("totp")],
  ...overrides,
});

const factor = (kind: FactorKind, remaining: number | null = null): EnrolledFactor => ({
  id: `${kind}-${remaining ?? "on"}`,
  kind,
  remaining: kind === "recovery_code" ? (remaining ?? 10) : null,
});

const completed = (method: MethodName, overrides: Partial<CompletedMethod> = {}): CompletedMethod => ({
  method,
  completedAt: "2026-06-01T11:59:00.000Z",
  userVerified: false,
  ...overrides,
});

/** MFA is required of everybody, with any factor. */
const policy = (overrides: Partial<Policy> = {}): Policy => ({
  version: 1,
  dial: "required",
  factorSet: "any",
  enrollmentTiming: "first_sign_in",
  graceHours: 336,
  askedSince: "2026-01-01T00:00:00.000Z",
  reenrollmentForcedAt: null,
  recoveryCodesAllowed: true,
  codesCountAsEnrollment: false,
  challengeFrequency: "every_sign_in",
  rules: [],
  floors: [],
  ...overrides,
});

const rule = (target: RuleTarget, overrides: Partial<Rule> = {}): Rule => ({
  id: `rule-${target.kind}-${target.id}`,
  target,
  dial: "required",
  ...overrides,
});

const floor = (target: RuleTarget, overrides: Partial<Floor> = {}): Floor => ({
  id: `floor-${target.kind}-${target.id}`,
  target,
  dial: "required",
  ...overrides,
});

/** Anita at the mail application, with nothing but her password so far. */
const signIn = (overrides: Partial<SignIn> = {}): SignIn => ({
  subject: subject(),
  applicationId: "mail",
  completed: [completed("password")],
  client: client(),
  now,
  ...overrides,
});

/** A live waiver for Anita. */
const exemption = (overrides: Partial<Exemption> = {}): Exemption => ({
  id: "EXC-2026-0001",
  state: "active",
  effect: "waive_mfa",
  factors: [],
  scope: scope({ users: ["anita"] }),
  startsAt: "2026-05-01T00:00:00.000Z",
  endsAt: "2026-07-01T00:00:00.000Z",
  usesLeft: null,
  ...overrides,
});

/** Builds valid engine inputs; each takes only what the test is about. */
export const make = { client, completed, exemption, factor, floor, policy, rule, scope, signIn, subject };
