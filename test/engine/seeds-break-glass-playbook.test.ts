import { expect, test } from "vitest";
import { amrOf } from "#app/engine/assurance.ts";
import { evaluateStepUp, longestMaxAge } from "#app/engine/step-up.ts";
import type { Exemption, Policy } from "#app/engine/types.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { make, now } from "#test/support/make-engine.ts";
import { daysAgo, enrolled, meet } from "./meet.ts";

// A bypass account signs in with a password of its own while the identity provider is down; to the engine it is a user.
const bypass = { id: "break-glass-1", roles: ["break-glass"], firstSignInAt: daysAgo(300), ...enrolled() };

test("a bypass account without a factor is stopped like anybody else", () => {
  expect(meet({ person: bypass })).toMatchObject({ outcome: "enroll", requiredAal: 2 });
});

test("a bypass account with a factor uses it", () => {
  expect(meet({ person: { ...bypass, ...enrolled("security_key") } }).outcome).toBe("challenge");
  expect(
    meet({ person: { ...bypass, ...enrolled("security_key") }, methods: ["password", "security_key"] }),
  ).toMatchObject({ outcome: "allow", reason: "MFA_SATISFIED", achievedAal: 2 });
});

test("a bypass account without a factor gets in by an exception of its own, and the session says so", () => {
  const own = make.exemption({ scope: make.scope({ users: [bypass.id] }) });
  const decision = meet({ person: bypass, exemptions: [own] });
  expect(decision).toMatchObject({ outcome: "allow", achievedAal: 1, exception: { id: own.id } });
  expect(amrOf([make.completed("password")], true)).not.toContain("mfa");
});

test("a service account of a script cannot enrol: it needs an exception of its own", () => {
  const person = { kind: "service_principal", id: "deploy", ...enrolled() } as const;
  expect(meet({ person })).toMatchObject({ outcome: "deny", reason: "MFA_REQUIRED_NO_FACTOR" });
  const own: Exemption = make.exemption({ scope: make.scope({ servicePrincipals: ["deploy"] }) });
  expect(meet({ person, exemptions: [own] })).toMatchObject({ outcome: "allow", achievedAal: 1 });
});

// The three scopes in which MFA is required.

const scopes: [string, Partial<Policy>, Record<string, number>][] = [
  ["of one user", { rules: [make.rule({ kind: "user", id: "anita" })] }, { anita: 2, boris: 1, owner: 1 }],
  ["of a role", { rules: [make.rule({ kind: "role", id: "owner" })] }, { anita: 1, boris: 1, owner: 2 }],
  ["of the whole workspace", { dial: "required" }, { anita: 2, boris: 2, owner: 2 }],
];

for (const [name, policy, asked] of scopes) {
  test(`MFA required ${name} is asked of exactly these`, () => {
    for (const [id, requiredAal] of Object.entries(asked)) {
      const person = { ...enrolled(), id, roles: id === "owner" ? ["owner"] : ["member"] };
      expect(meet({ policy: { dial: "off", ...policy }, person }).requiredAal, id).toBe(requiredAal);
    }
  });
}

test("a rule for one user does nothing for the next bypass account, a rule for its role does", () => {
  const next = { ...bypass, id: "break-glass-2" };
  const forUser = make.rule({ kind: "user", id: bypass.id });
  const forRole = make.rule({ kind: "role", id: "break-glass" });
  expect(meet({ policy: { dial: "off", rules: [forUser] }, person: next }).outcome).toBe("allow");
  expect(meet({ policy: { dial: "off", rules: [forRole] }, person: next }).outcome).toBe("enroll");
});

test("required of the whole workspace with 24 hours of grace: new people have a day, and then are stopped", () => {
  const policy = { dial: "required", graceHours: 24 } as const;
  const since = (days: number) => ({ ...enrolled(), firstSignInAt: daysAgo(days) });
  expect(meet({ policy, person: { ...enrolled(), firstSignInAt: null } }).grace).toEqual({ endsAt: daysAgo(-1) });
  expect(meet({ policy, person: since(0.99) }).outcome).toBe("allow");
  expect(meet({ policy, person: since(1) })).toMatchObject({ outcome: "enroll", reason: "MFA_GRACE_EXPIRED" });
});

// The mix of factors.

test("passkeys, TOTP and recovery codes are the factors, the phishing-resistant ones named first", () => {
  expect(meet({ person: enrolled("totp", "recovery_code") }).acceptableFactors).toEqual([
    "passkey",
    "security_key",
    "totp",
    "recovery_code",
  ]);
});

test("recovery codes are for lockouts: they stand in for a factor and are not one", () => {
  const methods = ["password", "recovery_code"] as const;
  expect(meet({ person: enrolled("totp", "recovery_code"), methods: [...methods] }).outcome).toBe("allow");
  expect(meet({ person: enrolled("recovery_code"), methods: [...methods] }).outcome).toBe("enroll");
});

test("a reset of somebody's factors signs nobody in: they enrol at their next sign-in", () => {
  const reset = { ...enrolled(), firstSignInAt: daysAgo(300) };
  expect(meet({ person: reset })).toMatchObject({ outcome: "enroll" });
  expect(meet({ person: reset, methods: [] })).toMatchObject({ outcome: "enroll", achievedAal: 0 });
});

// When to challenge.

test("every sign-in is challenged in a new workspace", () => {
  expect(defaultPolicy(now).challengeFrequency).toBe("every_sign_in");
  const policy = { challengeFrequency: defaultPolicy(now).challengeFrequency };
  expect(meet({ policy, client: { isKnownDevice: true } }).outcome).toBe("challenge");
});

test("challenging on a new device only, or for a sensitive action only, is a setting", () => {
  const known = { isKnownDevice: true };
  expect(meet({ policy: { challengeFrequency: "new_device" }, client: known }).outcome).toBe("allow");
  expect(meet({ policy: { challengeFrequency: "new_device" } }).outcome).toBe("challenge");
  expect(meet({ policy: { challengeFrequency: "sensitive_action" } }).outcome).toBe("allow");
});

test("a sensitive action is challenged whatever the setting", () => {
  for (const challengeFrequency of ["every_sign_in", "new_device", "sensitive_action"] as const) {
    const signIn = make.signIn({ client: make.client({ isKnownDevice: true }) });
    const decision = evaluateStepUp(signIn, make.policy({ challengeFrequency }), [], longestMaxAge);
    expect(decision).toMatchObject({ outcome: "challenge", reason: "MFA_STEP_UP_REQUIRED" });
  }
});
