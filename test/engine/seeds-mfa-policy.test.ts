import { expect, test } from "vitest";
import { type FactorKind, type FactorSet, factorKinds, type MethodName, type Policy } from "#app/engine/types.ts";
import { contentOf, policyContentSchema } from "#app/policy/policy-content.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { make, now } from "#test/support/make-engine.ts";
import { daysAgo, enrolled, meet } from "./meet.ts";

const strong = { factorSet: "phishing_resistant" } as const;
const newcomer = { ...enrolled(), firstSignInAt: null };
const since = (days: number) => ({ ...enrolled(), firstSignInAt: daysAgo(days) });
const graceDays = (days: number): Partial<Policy> => ({ graceHours: days * 24 });
const withTotp: MethodName[] = ["password", "totp"];

// The idea.

test("a sign-in needs something known and something held: neither does alone", () => {
  expect(meet({ methods: ["password"] }).outcome).toBe("challenge");
  expect(meet({ methods: ["totp"] })).toMatchObject({ outcome: "challenge", achievedAal: 0 });
  expect(meet({ methods: withTotp }).outcome).toBe("allow");
});

for (const [way, methods] of [
  ["through another provider", ["federated"]],
  ["with a password", ["password"]],
  ["with a passkey that is not enrolled", ["passkey"]],
] as const) {
  test(`the policy holds for a sign-in ${way}`, () => {
    expect(meet({ methods: [...methods] }).outcome).toBe("challenge");
  });
}

test("any factor for everybody, phishing-resistant ones for the admin role", () => {
  const rules = [make.rule({ kind: "role", id: "admin" }, { factorSet: "phishing_resistant" })];
  expect(meet({ policy: { rules }, methods: withTotp }).outcome).toBe("allow");
  expect(meet({ policy: { rules }, methods: withTotp, person: { roles: ["admin"] } })).toMatchObject({
    outcome: "enroll",
    acceptableFactors: ["passkey", "security_key"],
  });
});

test("a text message is no factor: nobody can enrol it, and one that was sent proves nothing", () => {
  expect(factorKinds).not.toContain("sms");
  const sms = "sms" as MethodName; // cast: what a caller may send
  expect(meet({ methods: ["password", sms] })).toMatchObject({ outcome: "challenge", achievedAal: 1 });
});

test("a new policy holds from the next sign-in on", () => {
  expect(meet({ policy: { dial: "off" } }).outcome).toBe("allow");
  expect(meet({ policy: { dial: "required", version: 2 } }).outcome).toBe("challenge");
});

// The sets of acceptable factors: which kinds satisfy, of somebody who has all of them, and of somebody with codes alone.

const sets: [FactorSet, FactorKind[], string][] = [
  ["any", ["passkey", "security_key", "totp", "recovery_code"], "every kind satisfies"],
  ["phishing_resistant", ["passkey", "security_key"], "only passkeys and security keys satisfy"],
  ["totp_or_webauthn", ["passkey", "security_key", "totp", "recovery_code"], "codes are left for emergencies"],
  ["no_recovery_codes", ["passkey", "security_key", "totp"], "codes do not satisfy a routine sign-in"],
];

for (const [factorSet, kinds, what] of sets) {
  test(`${factorSet}: ${what}`, () => {
    const satisfies = (kind: FactorKind) =>
      meet({ policy: { factorSet }, person: enrolled(...factorKinds), methods: ["password", kind] }).outcome ===
      "allow";
    expect(factorKinds.filter(satisfies)).toEqual(kinds);
  });
}

test("totp_or_webauthn: codes are never somebody's primary factor, not even where codes count as enrolment", () => {
  const codes = { person: enrolled("recovery_code"), methods: ["password", "recovery_code"] as MethodName[] };
  const policy = { factorSet: "totp_or_webauthn", codesCountAsEnrollment: true } as const;
  expect(meet({ policy, ...codes }).reason).toBe("MFA_FACTOR_NOT_ALLOWED");
  expect(meet({ policy: { ...policy, factorSet: "any" }, ...codes }).outcome).toBe("allow");
});

// The grace period.

test("0 days: the requirement holds from the first sign-in on", () => {
  expect(meet({ policy: graceDays(0), person: newcomer })).toMatchObject({
    outcome: "enroll",
    reason: "MFA_REQUIRED_NO_FACTOR",
  });
});

for (const days of [7, 14, 30]) {
  test(`${days} days: counted from the person's first sign-in, and over when they have passed`, () => {
    expect(meet({ policy: graceDays(days), person: newcomer }).grace).toEqual({ endsAt: daysAgo(-days) });
    const aMillisecond = 1 / 86_400_000;
    expect(meet({ policy: graceDays(days), person: since(days - aMillisecond) }).reason).toBe("MFA_GRACE_ACTIVE");
    expect(meet({ policy: graceDays(days), person: since(days) }).reason).toBe("MFA_GRACE_EXPIRED");
  });
}

test("14 days are what a new workspace gives", () => {
  expect(defaultPolicy(now).graceHours).toBe(14 * 24);
});

test("grace is 0 to 30 days", () => {
  const isValid = (graceHours: number) =>
    policyContentSchema.safeParse({ ...contentOf(defaultPolicy(now)), graceHours }).success;
  expect([-1, 0, 720, 721, 1.5].map(isValid)).toEqual([false, true, true, false, false]);
  expect(meet({ policy: { graceHours: 721 }, person: newcomer }).reason).toBe("MFA_REQUIRED_NO_FACTOR");
});

test("during grace people get in and are told until when", () => {
  expect(meet({ person: since(1) })).toMatchObject({
    outcome: "allow",
    achievedAal: 1,
    grace: { endsAt: daysAgo(-13) },
  });
});

test("from the end of grace on, the next sign-in stops at enrolment", () => {
  expect(meet({ person: since(14) })).toMatchObject({ outcome: "enroll", grace: null });
});

test("people who were here before get no grace of their own from a policy that is about new people", () => {
  const policy: Partial<Policy> = { askedSince: daysAgo(1), enrollmentTiming: "first_sign_in" };
  expect(meet({ policy, person: since(300) }).reason).toBe("MFA_REQUIRED_NO_FACTOR");
});

// Every field of the policy.

test("require MFA off: people may enrol and are not stopped if they do not", () => {
  for (const person of [enrolled(), enrolled("totp")]) {
    expect(meet({ policy: { dial: "off" }, person })).toMatchObject({ outcome: "allow", reason: "MFA_NOT_REQUIRED" });
  }
});

test("require MFA on: people enrol within their grace or are stopped", () => {
  expect(meet({ person: since(13) }).outcome).toBe("allow");
  expect(meet({ person: since(15) }).outcome).toBe("enroll");
});

const exemptRole = make.exemption({ scope: make.scope({ roles: ["break-glass"], applications: ["mail"] }) });

test("exempt roles: an exempt role is a record, and each sign-in that it lets in names it", () => {
  expect(meet({ person: { roles: ["break-glass"] }, exemptions: [exemptRole] })).toMatchObject({
    outcome: "allow",
    reason: "MFA_EXCEPTION_APPLIED",
    exception: { id: exemptRole.id },
  });
});

test("exempt roles: nobody else is exempt, and nowhere else", () => {
  expect(meet({ exemptions: [exemptRole] }).outcome).toBe("challenge");
  const elsewhere = { person: { roles: ["break-glass"] }, applicationId: "payroll", exemptions: [exemptRole] };
  expect(meet(elsewhere).outcome).toBe("challenge");
});

test("exempt roles: the record ends by itself", () => {
  const ended = { ...exemptRole, endsAt: now };
  expect(meet({ person: { roles: ["break-glass"] }, exemptions: [ended] })).toMatchObject({ exception: null });
});

const legacyOfTotp = { ...enrolled("totp"), firstSignInAt: daysAgo(100) };

test("force re-enrolment: off unless it is used, so that people without the new factor enrol at once", () => {
  expect(defaultPolicy(now).reenrollmentForcedAt).toBeNull();
  expect(meet({ policy: strong, person: legacyOfTotp, methods: withTotp }).outcome).toBe("enroll");
});

test("force re-enrolment: gives everybody time to enrol the new factor, and asks the old one meanwhile", () => {
  const policy = { ...strong, reenrollmentForcedAt: daysAgo(1) };
  expect(meet({ policy, person: legacyOfTotp }).outcome).toBe("challenge");
  expect(meet({ policy, person: legacyOfTotp, methods: withTotp })).toMatchObject({
    outcome: "allow",
    reason: "MFA_GRACE_ACTIVE",
    grace: { endsAt: daysAgo(-13) },
  });
});

test("recovery codes allowed: on in a new workspace, and a code then stands in for a factor that is out of reach", () => {
  expect(defaultPolicy(now).recoveryCodesAllowed).toBe(true);
  const person = enrolled("totp", "recovery_code");
  expect(meet({ person, methods: ["password", "recovery_code"] }).outcome).toBe("allow");
});

test("recovery codes switched off: those that are left do nothing", () => {
  const policy = { recoveryCodesAllowed: false };
  const person = enrolled("totp", "recovery_code");
  expect(meet({ policy, person, methods: ["password", "recovery_code"] }).outcome).toBe("challenge");
});

// What people run into.

test("phishing-resistant only stops everybody who has TOTP alone", () => {
  expect(meet({ policy: strong, person: legacyOfTotp, methods: withTotp })).toMatchObject({
    outcome: "enroll",
    reason: "MFA_FACTOR_NOT_ALLOWED",
    acceptableFactors: ["passkey", "security_key"],
  });
});

test("going back to TOTP or WebAuthn lets them in again, and tightening later stops only who has still not enrolled", () => {
  const back = { factorSet: "totp_or_webauthn" } as const;
  expect(meet({ policy: back, person: legacyOfTotp, methods: withTotp }).outcome).toBe("allow");
  const moved = enrolled("totp", "passkey");
  expect(meet({ policy: strong, person: moved, methods: ["passkey"] }).outcome).toBe("allow");
});

test("the grace timer does not reset when the policy changes", () => {
  const person = since(10);
  const changes: Partial<Policy>[] = [
    { version: 9 },
    strong,
    { dial: "optional" },
    { challengeFrequency: "new_device" },
  ];
  for (const change of changes) {
    const policy = { ...change, dial: "required" } as const;
    expect(meet({ policy, person }).grace).toEqual({ endsAt: daysAgo(-4) });
  }
});

test("only forcing re-enrolment gives a team fresh grace", () => {
  const policy = { reenrollmentForcedAt: now };
  expect(meet({ policy, person: since(10) }).grace).toEqual({ endsAt: daysAgo(-14) });
});

test("an authenticator whose clock is off: a recovery code lets the person in", () => {
  const person = enrolled("totp", "recovery_code");
  expect(meet({ person }).acceptableFactors).toContain("recovery_code");
});

test("somebody who has left is refused however they signed in, once their account is disabled", () => {
  const person = { disabledAt: daysAgo(1) };
  for (const methods of [["federated", "totp"], ["password", "totp"], ["passkey"]] as const) {
    expect(meet({ person, methods: [...methods] })).toMatchObject({ outcome: "deny", reason: "SUBJECT_DISABLED" });
  }
  expect(meet({ person, exemptions: [make.exemption()] }).reason).toBe("SUBJECT_DISABLED");
});

test("an exemption that is forgotten does not go on: there is none without an end", () => {
  const exemption = make.exemption();
  expect(meet({ exemptions: [exemption], at: exemption.endsAt })).toMatchObject({ exception: null });
});

// Each code, and that what fixes it does.

test("MFA_REQUIRED_NO_FACTOR: MFA is asked and nothing is enrolled; enrolling fixes it", () => {
  const policy = graceDays(0);
  expect(meet({ policy, person: newcomer }).reason).toBe("MFA_REQUIRED_NO_FACTOR");
  expect(meet({ policy, person: enrolled("totp"), methods: withTotp }).outcome).toBe("allow");
});

test("MFA_FACTOR_NOT_ALLOWED: the factor is not an acceptable one; enrolling one that is fixes it", () => {
  expect(meet({ policy: strong, methods: withTotp }).reason).toBe("MFA_FACTOR_NOT_ALLOWED");
  expect(meet({ policy: strong, person: enrolled("totp", "passkey"), methods: ["passkey"] }).outcome).toBe("allow");
});

test("MFA_RECOVERY_CODES_EXHAUSTED: all codes are used up; a fresh batch fixes it where codes count", () => {
  const policy = { codesCountAsEnrollment: true };
  const spent = { factors: [make.factor("recovery_code", 0)] };
  expect(meet({ policy, person: spent }).reason).toBe("MFA_RECOVERY_CODES_EXHAUSTED");
  const fresh = { factors: [make.factor("recovery_code", 0), make.factor("recovery_code", 10)] };
  expect(meet({ policy, person: fresh, methods: ["password", "recovery_code"] }).outcome).toBe("allow");
});

test("MFA_GRACE_EXPIRED: grace has passed without enrolment; enrolling fixes it", () => {
  expect(meet({ person: since(15) }).reason).toBe("MFA_GRACE_EXPIRED");
  expect(meet({ person: { ...since(15), ...enrolled("passkey") }, methods: ["passkey"] }).outcome).toBe("allow");
});

test("MFA_GRACE_EXPIRED: so does grace that is given once more, which is an exception with an end", () => {
  const given = make.exemption({ effect: "defer_enrollment", startsAt: daysAgo(1), endsAt: daysAgo(-3) });
  expect(meet({ person: since(15), exemptions: [given] })).toMatchObject({
    outcome: "allow",
    exception: { id: given.id },
    grace: { endsAt: given.endsAt },
  });
  expect(meet({ person: since(20), exemptions: [given], at: given.endsAt }).reason).toBe("MFA_GRACE_EXPIRED");
});
