import type { Exemption, Policy, Scope, SignIn, Subject } from "#app/engine/types.ts";

/** A sign-in and the exceptions that name its subject. */
export type EngineCase = { signIn: SignIn; exemptions: readonly Exemption[] };

export type EngineLoad = { policy: Policy; cases: readonly EngineCase[] };

const now = "2026-11-02T09:00:00.000Z";
const people = 1024;
const groups = 20;
const applications = 50;

/** A workspace with a rule for each of 20 groups and 50 applications, and people with three exceptions each. */
export function engineLoad(): EngineLoad {
  const policy: Policy = {
    version: 1,
    dial: "optional",
    factorSet: "any",
    enrollmentTiming: "within_grace_period",
    graceHours: 336,
    askedSince: "2026-01-01T00:00:00.000Z",
    reenrollmentForcedAt: null,
    recoveryCodesAllowed: true,
    codesCountAsEnrollment: false,
    challengeFrequency: "every_sign_in",
    rules: [
      ...Array.from({ length: groups }, (_, index) => ({
        id: `group-rule-${index}`,
        target: { kind: "group" as const, id: `group-${index}` },
        dial: index % 3 === 0 ? ("required" as const) : ("optional" as const),
        factorSet: index % 5 === 0 ? ("no_recovery_codes" as const) : undefined,
      })),
      ...Array.from({ length: applications }, (_, index) => ({
        id: `application-rule-${index}`,
        target: { kind: "application" as const, id: `application-${index}` },
        dial: index % 2 === 0 ? ("required" as const) : ("off" as const),
        factorSet: index % 7 === 0 ? ("phishing_resistant" as const) : undefined,
      })),
    ],
    floors: [{ id: "floor-owner", target: { kind: "role", id: "owner" }, dial: "required" }],
  };
  return { policy, cases: Array.from({ length: people }, (_, index) => caseOf(index)) };
}

function caseOf(index: number): EngineCase {
  const subject = personOf(index);
  const applicationId = `application-${(index * 13) % applications}`;
  const usesFactor = index % 4 === 0;
  const password = { method: "password" as const, completedAt: "2026-11-02T08:59:50.000Z", userVerified: false };
  const totp = { method: "totp" as const, completedAt: "2026-11-02T08:59:58.000Z", userVerified: false };
  return {
    signIn: {
      subject,
      applicationId,
      completed: usesFactor ? [password, totp] : [password],
      client: { ip: "203.0.113.7", device: "managed", isKnownDevice: false, protocol: "modern", country: "DE" },
      now,
    },
    exemptions: exemptionsOf(index, subject.id, applicationId),
  };
}

function personOf(index: number): Subject {
  return {
    kind: "user",
    id: `usr_${index}`,
    createdAt: "2025-03-01T08:00:00.000Z",
    disabledAt: null,
    lockedUntil: null,
    firstSignInAt: "2026-02-01T08:00:00.000Z",
    groups: [`group-${index % groups}`, `group-${(index * 7 + 3) % groups}`, "everyone"],
    roles: ["member"],
    factors: index % 5 === 0 ? [] : [{ id: `fct_${index}`, kind: "totp", remaining: null }],
  };
}

const nowhere: Scope = {
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
};

/** One that is live and fits half of the sign-ins, one for another network, and one that has ended. */
function exemptionsOf(index: number, user: string, applicationId: string): Exemption[] {
  const common = { state: "active" as const, factors: [], usesLeft: null, startsAt: "2026-09-01T00:00:00.000Z" };
  const lasting = "2026-12-01T00:00:00.000Z";
  const application = index % 2 === 0 ? applicationId : "application-elsewhere";
  return [
    {
      ...common,
      id: `EXC-2026-${index}1`,
      effect: "waive_mfa",
      scope: { ...nowhere, users: [user], applications: [application] },
      endsAt: lasting,
    },
    {
      ...common,
      id: `EXC-2026-${index}2`,
      effect: "waive_mfa",
      scope: { ...nowhere, users: [user], networks: ["198.51.100.0/24"] },
      endsAt: lasting,
    },
    {
      ...common,
      id: `EXC-2026-${index}3`,
      effect: "defer_enrollment",
      scope: { ...nowhere, users: [user] },
      endsAt: "2026-10-01T00:00:00.000Z",
    },
  ];
}
