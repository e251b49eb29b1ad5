import fc from "fast-check";
import {
  type CompletedMethod,
  challengeFrequencies,
  devicePostures,
  dials,
  effects,
  enrollmentTimings,
  exceptionStates,
  factorKinds,
  factorSets,
  methodNames,
  protocols,
  subjectKinds,
} from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";

// A small world, so that rules, scopes and sign-ins meet often.
const subjectIds = fc.constantFrom("anita", "boris");
const groups = fc.uniqueArray(fc.constantFrom("staff", "finance"), { maxLength: 2 });
const roles = fc.uniqueArray(fc.constantFrom("member", "owner"), { maxLength: 2 });
const applicationIds = fc.constantFrom("mail", "payroll");
const devices = fc.constantFrom(...devicePostures);
const anyProtocols = fc.oneof({ weight: 9, arbitrary: fc.constant("modern" as const) }, fc.constantFrom(...protocols));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Instants around `now`, itself and the milliseconds beside it included. */
const instants = fc.oneof(
  fc.constantFrom(now, "2026-06-01T11:59:59.999Z", "2026-06-01T12:00:00.001Z"),
  fc
    .date({ min: new Date("2026-05-01T00:00:00.000Z"), max: new Date("2026-07-01T00:00:00.000Z"), noInvalidDate: true })
    .map((date) => date.toISOString()),
);
const pastInstants = instants.filter((instant) => instant <= now);
const mostlyNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const factors = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    kind: fc.oneof(fc.constantFrom("totp" as const, "recovery_code" as const), fc.constantFrom(...factorKinds)),
    remaining: fc.constantFrom(null, 0, 1, 10),
  }),
  { maxLength: 3, selector: ({ id }) => id },
);

const subjects = fc.record({
  kind: fc.oneof({ weight: 5, arbitrary: fc.constant("user" as const) }, fc.constantFrom(...subjectKinds)),
  id: subjectIds,
  createdAt: pastInstants,
  disabledAt: rarely(instants),
  lockedUntil: rarely(instants),
  firstSignInAt: fc.option(pastInstants),
  factorsResetAt: rarely(pastInstants),
  groups,
  roles,
  factors,
});

const completedMethods: fc.Arbitrary<CompletedMethod> = fc.record({
  method: fc.oneof(
    fc.constantFrom("password" as const, "totp" as const, "recovery_code" as const),
    fc.constantFrom(...methodNames),
  ),
  completedAt: fc.oneof({ weight: 5, arbitrary: pastInstants }, instants),
  userVerified: fc.boolean(),
  isVouched: fc.constantFrom(undefined, undefined, false, true),
});

export const signIns = fc.record({
  subject: subjects,
  applicationId: applicationIds,
  completed: fc.oneof(
    fc.array(completedMethods, { maxLength: 3 }),
    fc.array(completedMethods, { maxLength: 2 }).map((methods) => [make.completed("password"), ...methods]),
  ),
  client: fc.record({
    ip: fc.constantFrom("198.51.100.7", "10.0.0.7", null),
    device: devices,
    isKnownDevice: fc.boolean(),
    protocol: anyProtocols,
    country: fc.constant(null),
  }),
  now: fc.constant(now),
});

const targets = fc.oneof(
  fc.record({ kind: fc.constant("role" as const), id: fc.constantFrom("member", "owner") }),
  fc.record({ kind: fc.constant("group" as const), id: fc.constantFrom("staff", "finance") }),
  fc.record({ kind: fc.constant("user" as const), id: subjectIds }),
  fc.record({ kind: fc.constant("application" as const), id: applicationIds }),
);

export const floors = fc.record({
  id: fc.uuid(),
  target: targets,
  dial: fc.constantFrom(...dials),
  factorSet: optional(fc.constantFrom(...factorSets)),
});

export const rules = fc.record({
  id: fc.uuid(),
  target: targets,
  dial: fc.constantFrom(...dials),
  factorSet: optional(fc.constantFrom(...factorSets)),
  challengeFrequency: optional(fc.constantFrom(...challengeFrequencies)),
});

export const policies = fc.record({
  version: fc.nat(9),
  dial: fc.constantFrom(...dials),
  factorSet: fc.oneof(fc.constant("phishing_resistant" as const), fc.constantFrom(...factorSets)),
  enrollmentTiming: fc.constantFrom(...enrollmentTimings),
  graceHours: fc.constantFrom(0, 24, 336, 720),
  askedSince: mostlyNull(pastInstants),
  reenrollmentForcedAt: mostlyNull(instants),
  recoveryCodesAllowed: fc.boolean(),
  codesCountAsEnrollment: fc.boolean(),
  challengeFrequency: fc.constantFrom(...challengeFrequencies),
  rules: fc.array(rules, { maxLength: 3 }),
  floors: fc.array(floors, { maxLength: 2 }),
});

const few = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<T[]>([]) },
    { weight: 2, arbitrary: fc.array(arbitrary, { maxLength: 2 }) },
  );

const scopes = fc.record({
  users: few(subjectIds),
  servicePrincipals: few(subjectIds),
  groups: few(fc.constantFrom("staff", "finance")),
  roles: few(fc.constantFrom("member", "owner")),
  applications: few(applicationIds),
  networks: few(fc.constantFrom("10.0.0.0/8", "198.51.100.0/24", "office")),
  devices: few(devices),
  protocols: few(anyProtocols),
  windows: few(
    fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
      fromMinute: fc.integer({ min: 0, max: 1440 }),
      toMinute: fc.integer({ min: 0, max: 1440 }),
    }),
  ),
  maxUses: fc.constantFrom(null, null, 1, 10),
});

const nowhere = make.scope();
const allUsers = fc.constant(["anita", "boris"]);

/** Most are live, and most of those match. */
export const exemptions = fc.record({
  id: fc.uuid(),
  state: fc.oneof({ weight: 5, arbitrary: fc.constant("active" as const) }, fc.constantFrom(...exceptionStates)),
  effect: fc.constantFrom(...effects),
  factors: fc.oneof(
    fc.constant(["totp" as const, "recovery_code" as const]),
    fc.uniqueArray(fc.constantFrom(...factorKinds), { maxLength: 2 }),
  ),
  scope: fc.oneof(
    scopes,
    fc
      .tuple(scopes, allUsers)
      .map(([{ applications, groups, maxUses }, users]) => ({ ...nowhere, users, applications, groups, maxUses })),
  ),
  startsAt: fc.oneof({ weight: 4, arbitrary: fc.constant("2026-05-01T00:00:00.000Z") }, instants),
  endsAt: fc.oneof({ weight: 4, arbitrary: fc.constant("2026-07-01T00:00:00.000Z") }, instants),
  usesLeft: fc.constantFrom(null, 0, 1, 9),
});

/** Up to three exemptions. */
export const exemptionLists = fc.array(exemptions, { maxLength: 3 });
