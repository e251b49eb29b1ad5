import { expect, test } from "vitest";
import { type FactorKind, type FactorSet, factorKinds, factorSets, type MethodName } from "#app/engine/types.ts";
import { daysAgo, enrolled, meet } from "./meet.ts";

test("a passkey is the first factor that people are pointed to, whatever the factor set", () => {
  const person = { ...enrolled(), firstSignInAt: daysAgo(300) };
  for (const factorSet of factorSets) {
    expect(meet({ policy: { factorSet }, person }).acceptableFactors[0]).toBe("passkey");
  }
});

test("a passkey is a sign-in in one step: no password beside it", () => {
  expect(meet({ person: enrolled("passkey"), methods: ["passkey"] })).toMatchObject({
    outcome: "allow",
    reason: "MFA_SATISFIED",
    achievedAal: 2,
  });
});

/** Kinds that a person reads and types, and that a look-alike page can therefore pass on. */
const typed: FactorKind[] = ["totp", "recovery_code"];

for (const kind of typed) {
  test(`a ${kind} can be typed into a look-alike page: phishing-resistant does not accept it`, () => {
    const policy = { factorSet: "phishing_resistant" as FactorSet };
    const person = enrolled("passkey", kind);
    expect(meet({ policy, person, methods: ["password", kind] }).outcome).toBe("challenge");
    expect(meet({ policy, person }).acceptableFactors).toEqual(["passkey", "security_key"]);
  });
}

test("TOTP is a full second factor for people without a passkey", () => {
  expect(meet({ person: enrolled("totp"), methods: ["password", "totp"] })).toMatchObject({
    outcome: "allow",
    achievedAal: 2,
  });
});

test("a lost phone is no lockout: each of ten codes lets the person in", () => {
  for (let remaining = 10; remaining > 0; remaining--) {
    const person = {
      factors: [...enrolled("totp").factors, { id: "codes", kind: "recovery_code" as const, remaining }],
    };
    expect(meet({ person, methods: ["password", "recovery_code"] }).outcome).toBe("allow");
  }
});

test("text messages are not offered anywhere", () => {
  const sms = "sms" as FactorKind & MethodName; // cast: what an import or a caller may bring
  expect(factorKinds).not.toContain(sms);
  const person = { ...enrolled(sms), firstSignInAt: daysAgo(300) };
  expect(meet({ person, methods: ["password", sms] })).toMatchObject({ outcome: "enroll", achievedAal: 1 });
});
