import fc from "fast-check";
import {
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

const hour = 3_600_000;
const day = 24 * hour;

/** An ordinary Monday, a leap day and the day after it, the end of a year, and both changes of clocks. */
const moments = fc.constantFrom(
  "2026-06-01T12:00:00.000Z",
  "2028-02-29T12:00:00.000Z",
  "2028-03-01T00:00:00.000Z",
  "2027-12-31T23:59:59.999Z",
  "2026-03-29T01:00:00.000Z",
  "2026-10-25T01:00:00.000Z",
);
const graceHours = [0, 1, 24, 336, 720];
const edges = fc.constantFrom(-1, 0, 1);

/** How far from now: at a moment where something begins or ends, a millisecond beside it, or anywhere. */
const offsets = fc.oneof(
  edges,
  fc.tuple(fc.constantFrom(...graceHours), edges).map(([hours, edge]) => edge - hours * hour),
  fc.tuple(fc.constantFrom(60_000, 3 * day), edges).map(([ahead, edge]) => ahead + edge),
  fc.integer({ min: -40 * day, max: 5 * day }),
);
const past = offsets.map((offset) => -Math.abs(offset));

const few = <T>(arbitrary: fc.Arbitrary<T>, weight = 1, maxLength = 2) =>
  fc.oneof({ weight, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: fc.array(arbitrary, { maxLength }) });
const mostly = <T>(usual: T, arbitrary: fc.Arbitrary<T>, weight = 6) =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary });

const people = fc.constantFrom("anita", "boris");
const groups = fc.constantFrom("staff", "finance", "beta");
const roles = fc.constantFrom("member", "owner");
const applications = fc.constantFrom("mail", "payroll");
const kinds = fc.constantFrom(...factorKinds, "totp" as const, "recovery_code" as const);
const methods = fc.oneof(kinds, fc.constantFrom(...methodNames));
const clientProtocols = mostly("modern" as const, fc.constantFrom(...protocols));

const targets = fc.oneof(
  fc.record({ kind: fc.constant("role" as const), id: roles }),
  fc.record({ kind: fc.constant("group" as const), id: groups }),
  fc.record({ kind: fc.constant("user" as const), id: people }),
  fc.record({ kind: fc.constant("application" as const), id: applications }),
);
const floor = fc.record({
  target: targets,
  dial: fc.constantFrom(...dials),
  factorSet: fc.option(fc.constantFrom(...factorSets), { nil: undefined }),
});
const rule = fc.record({
  target: targets,
  dial: fc.constantFrom(...dials),
  factorSet: fc.option(fc.constantFrom(...factorSets), { nil: undefined }),
  challengeFrequency: fc.option(fc.constantFrom(...challengeFrequencies), { nil: undefined }),
});

/** Numbers a list, so that ids are unique. */
function numbered<T>(prefix: string, list: readonly T[]): (T & { id: string })[] {
  return list.map((each, index) => ({ ...each, id: `${prefix}-${index}` }));
}

const policy = fc.record({
  version: fc.constant(1),
  dial: fc.constantFrom(...dials),
  factorSet: fc.constantFrom(...factorSets, "phishing_resistant" as const),
  enrollmentTiming: fc.constantFrom(...enrollmentTimings),
  graceHours: fc.constantFrom(...graceHours),
  askedSince: fc.option(past),
  reenrollmentForcedAt: mostly<number | null>(null, offsets, 2),
  recoveryCodesAllowed: fc.boolean(),
  codesCountAsEnrollment: fc.boolean(),
  challengeFrequency: fc.constantFrom(...challengeFrequencies),
  rules: fc.array(rule, { maxLength: 4 }),
  floors: few(floor),
});

const windows = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }),
  fromMinute: fc.constantFrom(0, 60, 719, 720, 721),
  toMinute: fc.constantFrom(0, 60, 720, 721, 1440),
});
/** Mostly the people themselves with little to narrow it, so that many exceptions match. */
const scope = fc.record({
  users: mostly(["anita", "boris"], few(people), 1),
  servicePrincipals: few(people, 4),
  groups: few(groups, 3),
  roles: few(roles, 4),
  applications: few(applications, 3),
  networks: few(fc.constantFrom("10.0.0.0/8", "198.51.100.7", "2001:db8::/32", "198.51.100.0/33", "office"), 6),
  devices: few(fc.constantFrom(...devicePostures), 6),
  protocols: few(clientProtocols, 6),
  windows: few(windows, 6),
  maxUses: mostly<number | null>(null, fc.constantFrom(1, 10), 3),
});
const exemption = fc.record({
  state: mostly("active" as const, fc.constantFrom(...exceptionStates)),
  effect: fc.constantFrom(...effects),
  factors: fc.uniqueArray(kinds, { maxLength: 2 }),
  scope,
  startsAt: mostly(-9 * day, offsets),
  endsAt: mostly(9 * day, offsets),
  usesLeft: fc.constantFrom(null, 0, 1, 3),
});

const subject = fc.record({
  kind: mostly("user" as const, fc.constantFrom(...subjectKinds)),
  id: people,
  createdAt: past,
  disabledAt: mostly<number | null>(null, offsets, 30),
  lockedUntil: mostly<number | null>(null, offsets, 30),
  firstSignInAt: fc.option(offsets),
  factorsResetAt: mostly<number | null>(null, offsets, 10),
  groups: fc.uniqueArray(groups, { maxLength: 2 }),
  roles: fc.uniqueArray(roles, { maxLength: 2 }),
  factors: fc.array(fc.record({ kind: kinds, remaining: fc.constantFrom(null, 0, 1) }), { maxLength: 2 }),
});
const completedMethod = fc.record({
  method: methods,
  completedAt: mostly(-1000, offsets),
  userVerified: fc.boolean(),
});
const password = { method: "password" as const, completedAt: -1000, userVerified: false };
const signIn = fc.record({
  subject: fc.option(subject, { freq: 60 }),
  applicationId: applications,
  completed: fc
    .tuple(few(completedMethod, 1, 3), mostly(true, fc.boolean()))
    .map(([others, hasFirst]) => (hasFirst ? [password, ...others] : others)),
  client: fc.record({
    ip: fc.constantFrom("198.51.100.7", "10.1.2.3", "::ffff:10.1.2.3", "2001:db8::7", "a", null),
    device: fc.constantFrom(...devicePostures),
    isKnownDevice: fc.boolean(),
    protocol: clientProtocols,
    country: fc.constant(null),
  }),
});

type Drawn<T> = T extends fc.Arbitrary<infer Value> ? Value : never;

type DrawnCase = {
  now: string;
  policy: Drawn<typeof policy>;
  exemptions: Drawn<typeof exemption>[];
  signIn: Drawn<typeof signIn>;
};

/** Times are drawn as distances from now, so that edges are met; here they become instants. */
function atInstants({ now, policy: rules, exemptions, signIn: asked }: DrawnCase) {
  const at = (offset: number) => new Date(Date.parse(now) + offset).toISOString();
  const maybeAt = (offset: number | null) => (offset === null ? null : at(offset));
  const { subject: person, completed } = asked;
  return {
    policy: {
      ...rules,
      askedSince: maybeAt(rules.askedSince),
      reenrollmentForcedAt: maybeAt(rules.reenrollmentForcedAt),
      rules: numbered("rule", rules.rules),
      floors: numbered("floor", rules.floors),
    },
    exemptions: numbered("EXC", exemptions).map((each) => ({
      ...each,
      startsAt: at(each.startsAt),
      endsAt: at(each.endsAt),
    })),
    signIn: {
      ...asked,
      now,
      completed: completed.map((method) => ({ ...method, completedAt: at(method.completedAt) })),
      subject: person && {
        ...person,
        createdAt: at(person.createdAt),
        disabledAt: maybeAt(person.disabledAt),
        lockedUntil: maybeAt(person.lockedUntil),
        firstSignInAt: maybeAt(person.firstSignInAt),
        factorsResetAt: maybeAt(person.factorsResetAt),
        factors: numbered("factor", person.factors),
      },
    },
  };
}

/** A workspace with a policy and up to four exceptions, and a sign-in to it. */
export const workspaces = fc
  .record({ now: moments, policy, exemptions: fc.array(exemption, { maxLength: 4 }), signIn })
  .map(atInstants);
