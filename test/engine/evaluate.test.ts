import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import type { CompletedMethod, Decision, EnrolledFactor, Policy, Subject } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";

const nothing: CompletedMethod[] = [];
const password = [make.completed("password")];
const withTotp = [...password, make.completed("totp")];
const withKey = [...password, make.completed("security_key")];
const passkey = [make.completed("passkey", { userVerified: true })];
const totpAlone = [make.completed("totp")];

const none: EnrolledFactor[] = [];
const totp = [make.factor("totp")];
const key = [make.factor("security_key")];
const both = [...totp, ...key];

/** Decides about Anita, long after her grace, at the mail application. */
function decide(policy: Partial<Policy>, factors: EnrolledFactor[], completed: CompletedMethod[]): Decision {
  return evaluate(make.signIn({ subject: make.subject({ factors }), completed }), make.policy(policy), []);
}

const off = { dial: "off" } as const;
const optional = { dial: "optional" } as const;
const required = { dial: "required" } as const;
const strongOptional = { dial: "optional", factorSet: "phishing_resistant" } as const;
const strong = { dial: "required", factorSet: "phishing_resistant" } as const;

const table: [string, Partial<Policy>, EnrolledFactor[], CompletedMethod[], string, 1 | 2, 0 | 1 | 2][] = [
  ["off, nothing used", off, totp, nothing, "challenge MFA_CHALLENGE_REQUIRED", 1, 0],
  ["off, a code without a password", off, totp, totpAlone, "challenge MFA_CHALLENGE_REQUIRED", 1, 0],
  ["off, enrolled, a password", off, totp, password, "allow MFA_NOT_REQUIRED", 1, 1],
  ["off, nothing enrolled, a password", off, none, password, "allow MFA_NOT_REQUIRED", 1, 1],
  ["off, password and code", off, totp, withTotp, "allow MFA_SATISFIED", 1, 2],
  ["optional, nothing enrolled, nothing used", optional, none, nothing, "challenge MFA_CHALLENGE_REQUIRED", 1, 0],
  ["optional, nothing enrolled, a password", optional, none, password, "allow MFA_NOT_REQUIRED", 1, 1],
  ["optional, enrolled, a password", optional, totp, password, "challenge MFA_CHALLENGE_REQUIRED", 2, 1],
  ["optional, enrolled, password and code", optional, totp, withTotp, "allow MFA_SATISFIED", 2, 2],
  ["optional, the wrong factor, a password", strongOptional, totp, password, "enroll MFA_FACTOR_NOT_ALLOWED", 2, 1],
  ["optional, the wrong factor, used", strongOptional, totp, withTotp, "enroll MFA_FACTOR_NOT_ALLOWED", 2, 2],
  ["required, enrolled, nothing used", required, totp, nothing, "challenge MFA_CHALLENGE_REQUIRED", 2, 0],
  ["required, enrolled, a code alone", required, totp, totpAlone, "challenge MFA_CHALLENGE_REQUIRED", 2, 0],
  ["required, enrolled, a password", required, totp, password, "challenge MFA_CHALLENGE_REQUIRED", 2, 1],
  ["required, enrolled, password and code", required, totp, withTotp, "allow MFA_SATISFIED", 2, 2],
  ["required, password and touched key", required, key, withKey, "allow MFA_SATISFIED", 2, 2],
  ["required, a passkey that is enrolled", required, [make.factor("passkey")], passkey, "allow MFA_SATISFIED", 2, 2],
  ["required, a passkey that is not enrolled", required, totp, passkey, "challenge MFA_CHALLENGE_REQUIRED", 2, 0],
  ["required, a code that is not enrolled", required, key, withTotp, "challenge MFA_CHALLENGE_REQUIRED", 2, 1],
  ["required, nothing enrolled, nothing used", required, none, nothing, "enroll MFA_GRACE_EXPIRED", 2, 0],
  ["required, nothing enrolled, a password", required, none, password, "enroll MFA_GRACE_EXPIRED", 2, 1],
  ["required, no grace, a password", { graceHours: 0 }, none, password, "enroll MFA_REQUIRED_NO_FACTOR", 2, 1],
  ["strong, both enrolled, the wrong one used", strong, both, withTotp, "challenge MFA_FACTOR_NOT_ALLOWED", 2, 2],
  ["strong, both enrolled, the right one used", strong, both, withKey, "allow MFA_SATISFIED", 2, 2],
  ["strong, both used", strong, both, [...withTotp, ...withKey], "allow MFA_SATISFIED", 2, 2],
  ["strong, only the wrong one, a password", strong, totp, password, "enroll MFA_FACTOR_NOT_ALLOWED", 2, 1],
  ["strong, only the wrong one, used", strong, totp, withTotp, "enroll MFA_FACTOR_NOT_ALLOWED", 2, 2],
];

for (const [name, policy, factors, completed, answer, requiredAal, achievedAal] of table) {
  test(`${name}: ${answer}`, () => {
    const decision = decide(policy, factors, completed);
    expect(`${decision.outcome} ${decision.reason}`).toBe(answer);
    expect(decision).toMatchObject({ requiredAal, achievedAal, exception: null, grace: null });
  });
}

test("an unknown subject is denied whatever else is true", () => {
  const decision = evaluate(make.signIn({ subject: null, completed: withTotp }), make.policy(off), [
    make.exemption({ scope: make.scope({ applications: ["mail"] }) }),
  ]);
  expect(decision).toMatchObject({ outcome: "deny", reason: "SUBJECT_UNKNOWN", requiredAal: 2, achievedAal: 0 });
  expect(decision.acceptableFactors).toEqual([]);
});

const waiver = make.exemption();

/** Decides about somebody who has done everything that could be asked, and has a waiver beside it. */
function decideRefusal(subject: Partial<Subject>, at = now): string {
  const signIn = make.signIn({ subject: make.subject(subject), completed: withTotp, now: at });
  const { outcome, reason } = evaluate(signIn, make.policy(), [waiver]);
  return `${outcome} ${reason}`;
}

test("a subject is disabled from the instant on", () => {
  expect(decideRefusal({ disabledAt: "2026-06-01T12:00:00.001Z" })).toBe("allow MFA_SATISFIED");
  expect(decideRefusal({ disabledAt: "2026-06-01T12:00:00.000Z" })).toBe("deny SUBJECT_DISABLED");
  expect(decideRefusal({ disabledAt: "2026-06-01T11:59:59.999Z" })).toBe("deny SUBJECT_DISABLED");
});

test("a subject is locked until the instant", () => {
  expect(decideRefusal({ lockedUntil: "2026-06-01T12:00:00.001Z" })).toBe("deny SUBJECT_LOCKED");
  expect(decideRefusal({ lockedUntil: "2026-06-01T12:00:00.000Z" })).toBe("allow MFA_SATISFIED");
  expect(decideRefusal({ lockedUntil: "2026-06-01T11:59:59.999Z" })).toBe("allow MFA_SATISFIED");
});

test("a disabled subject that is also locked is called disabled", () => {
  expect(decideRefusal({ disabledAt: now, lockedUntil: "2027-01-01T00:00:00.000Z" })).toBe("deny SUBJECT_DISABLED");
});

test("a time that is not an instant disables and locks", () => {
  for (const text of ["", "never", "2026-06-01", "2027", "2025-13-01T00:00:00.000Z"]) {
    expect(decideRefusal({ disabledAt: text }), text).toBe("deny SUBJECT_DISABLED");
    expect(decideRefusal({ lockedUntil: text }), text).toBe("deny SUBJECT_LOCKED");
  }
  expect(decideRefusal({ disabledAt: "2027-01-01T00:00:00.000Z" }, "2026")).toBe("deny SUBJECT_DISABLED");
  expect(decideRefusal({ lockedUntil: "2026-01-01T00:00:00.000Z" }, "2026-06")).toBe("deny SUBJECT_LOCKED");
});

test("at a time that is not an instant nothing that was completed counts", () => {
  for (const text of ["", "9999", "now"]) {
    const signIn = make.signIn({ completed: withTotp, now: text });
    expect(evaluate(signIn, make.policy(), [waiver]).outcome, text).toBe("challenge");
  }
});

test("a method counts when it was completed by now, give or take a minute between clocks", () => {
  const completedAt: [string, boolean][] = [
    ["2026-06-01T12:00:00.000Z", true],
    ["2026-06-01T12:01:00.000Z", true],
    ["2026-06-01T12:01:00.001Z", false],
    ["2026-06-01", false],
    ["", false],
  ];
  for (const [instant, counts] of completedAt) {
    const completed = [...password, make.completed("totp", { completedAt: instant })];
    expect(decide(required, totp, completed).outcome === "allow", instant).toBe(counts);
  }
});

test("a service principal that is asked for MFA is denied, since nobody is there to be asked", () => {
  for (const factors of [none, totp]) {
    for (const completed of [nothing, password]) {
      const subject = make.subject({ kind: "service_principal", id: "backup", factors });
      const decision = evaluate(make.signIn({ subject, completed }), make.policy(), []);
      expect(decision).toMatchObject({ outcome: "deny", reason: "MFA_REQUIRED_NO_FACTOR", grace: null });
    }
  }
});

test("a service principal that is not asked for MFA signs in with its credential", () => {
  const subject = make.subject({ kind: "service_principal", id: "backup", factors: none });
  expect(evaluate(make.signIn({ subject }), make.policy(optional), []).reason).toBe("MFA_NOT_REQUIRED");
  expect(evaluate(make.signIn({ subject, completed: nothing }), make.policy(optional), []).outcome).toBe("challenge");
});

test("the acceptable factors are in a fixed order", () => {
  expect(decide(required, totp, password).acceptableFactors).toEqual([
    "passkey",
    "security_key",
    "totp",
    "recovery_code",
  ]);
  expect(decide(strong, totp, password).acceptableFactors).toEqual(["passkey", "security_key"]);
});
