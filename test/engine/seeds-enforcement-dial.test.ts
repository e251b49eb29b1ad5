import { expect, test } from "vitest";
import { evaluateStepUp, longestMaxAge } from "#app/engine/step-up.ts";
import type { FactorKind, MethodName, Policy, Rule } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";
import { daysAgo, enrolled, meet } from "./meet.ts";

const off = { dial: "off" } as const;
const optional = { dial: "optional" } as const;
const required = { dial: "required" } as const;
const newcomer = { ...enrolled(), firstSignInAt: null };
const longHere = { ...enrolled(), firstSignInAt: daysAgo(400) };

// The three settings of the dial.

test("off: whoever has enrolled a factor is not challenged", () => {
  expect(meet({ policy: off, person: enrolled("totp") })).toMatchObject({
    outcome: "allow",
    reason: "MFA_NOT_REQUIRED",
  });
});

test("off: whoever uses their factor all the same has a session of AAL2", () => {
  expect(meet({ policy: off, methods: ["password", "totp"] })).toMatchObject({ outcome: "allow", achievedAal: 2 });
});

test("optional: whoever has enrolled nothing may skip it, at the first sign-in and at every later one", () => {
  for (const person of [newcomer, longHere]) {
    expect(meet({ policy: optional, person })).toMatchObject({ outcome: "allow", reason: "MFA_NOT_REQUIRED" });
  }
});

test("optional: whoever has enrolled is challenged, at every sign-in and on every device", () => {
  for (const isKnownDevice of [false, true]) {
    expect(meet({ policy: optional, person: enrolled("totp"), client: { isKnownDevice } }).outcome).toBe("challenge");
  }
});

test("required: whoever has no factor gets no further than enrolling one", () => {
  const policy = { ...required, graceHours: 0 };
  expect(meet({ policy, person: newcomer })).toMatchObject({ outcome: "enroll", reason: "MFA_REQUIRED_NO_FACTOR" });
});

test("required: whoever has a factor signs in with it", () => {
  expect(meet({ policy: required })).toMatchObject({ outcome: "challenge" });
  expect(meet({ policy: required, methods: ["password", "totp"] })).toMatchObject({ outcome: "allow", achievedAal: 2 });
});

// When people enrol.

test("timing first sign-in: a new person without grace is led to enrol before they reach an application", () => {
  const policy = { ...required, enrollmentTiming: "first_sign_in", graceHours: 0 } as const;
  expect(meet({ policy, person: newcomer }).outcome).toBe("enroll");
});

test("timing next sign-in after the change: people from before the change enrol at their next sign-in", () => {
  const policy = { ...required, enrollmentTiming: "next_sign_in_after_change", askedSince: daysAgo(1) } as const;
  expect(meet({ policy, person: longHere })).toMatchObject({ outcome: "enroll", reason: "MFA_REQUIRED_NO_FACTOR" });
});

test("timing within a grace period: people have so many days from the change, and are stopped after them", () => {
  const policy = { ...required, enrollmentTiming: "within_grace_period", graceHours: 168 } as const;
  const asked = (days: number) => meet({ policy: { ...policy, askedSince: daysAgo(days) }, person: longHere });
  expect(asked(0)).toMatchObject({ outcome: "allow", reason: "MFA_GRACE_ACTIVE" });
  expect(asked(6.99)).toMatchObject({ outcome: "allow", reason: "MFA_GRACE_ACTIVE" });
  expect(asked(7)).toMatchObject({ outcome: "enroll", reason: "MFA_GRACE_EXPIRED" });
});

// Rules for groups.

const groupRule = (group: string, dial: Rule["dial"]) => make.rule({ kind: "group", id: group }, { dial });
const byGroup: Partial<Policy> = {
  dial: "optional",
  rules: [
    groupRule("Administrators", "required"),
    groupRule("Finance team", "required"),
    groupRule("Beta Testers", "optional"),
  ],
};

for (const [groups, requiredAal] of [
  [[], 1],
  [["Beta Testers"], 1],
  [["Finance team"], 2],
  [["Administrators"], 2],
] as const) {
  test(`optional for all, members of ${groups.join() || "no group"} without a factor are asked AAL${requiredAal}`, () => {
    expect(meet({ policy: byGroup, person: { ...longHere, groups } }).requiredAal).toBe(requiredAal);
  });
}

test("Anita is in Beta Testers and Administrators: required applies", () => {
  const groups = ["Beta Testers", "Administrators"];
  const decision = meet({ policy: byGroup, person: { ...longHere, groups } });
  expect(decision).toMatchObject({ outcome: "enroll", requiredAal: 2 });
  expect(decision.because).toContainEqual(
    expect.objectContaining({ rule: "rule-group-Administrators", hit: true, won: true }),
  );
  expect(decision.because).toContainEqual(
    expect.objectContaining({ rule: "rule-group-Beta Testers", hit: true, won: false }),
  );
});

test("a group whose rule is below the workspace default is not let off by it", () => {
  const rules = [groupRule("Beta Testers", "off")];
  expect(meet({ policy: { ...required, rules }, person: { groups: ["Beta Testers"] } }).outcome).toBe("challenge");
});

// Rules for applications.

const finance: Partial<Policy> = { dial: "optional", rules: [make.rule({ kind: "application", id: "finance" })] };

test("an application that requires MFA asks it of everybody who signs in to it", () => {
  expect(meet({ policy: finance, person: longHere, applicationId: "finance" }).outcome).toBe("enroll");
  expect(meet({ policy: finance, applicationId: "finance" }).outcome).toBe("challenge");
});

test("at other applications the default goes on to hold", () => {
  expect(meet({ policy: finance, person: longHere, applicationId: "wiki" }).reason).toBe("MFA_NOT_REQUIRED");
});

// Which factors.

const usedAt = (policy: Partial<Policy>, kind: FactorKind, methods: MethodName[]) =>
  meet({ policy, person: { ...enrolled(kind), groups: ["Finance team"] }, methods, applicationId: "finance" });

test("required with WebAuthn or TOTP: both do, and a text message is no factor at all", () => {
  const policy = { factorSet: "totp_or_webauthn" } as const;
  expect(usedAt(policy, "totp", ["password", "totp"]).outcome).toBe("allow");
  expect(usedAt(policy, "passkey", ["passkey"]).outcome).toBe("allow");
  const sms = "sms" as MethodName; // cast: what a caller may send
  expect(usedAt(policy, "totp", ["password", sms])).toMatchObject({ outcome: "challenge", achievedAal: 1 });
});

test("required with WebAuthn only: TOTP does not do", () => {
  const policy = { factorSet: "phishing_resistant" } as const;
  expect(usedAt(policy, "passkey", ["passkey"]).outcome).toBe("allow");
  expect(usedAt(policy, "totp", ["password", "totp"]).reason).toBe("MFA_FACTOR_NOT_ALLOWED");
});

for (const target of [
  { kind: "group", id: "Finance team" },
  { kind: "application", id: "finance" },
] as const) {
  test(`a rule for the ${target.kind} narrows the factors that the workspace accepts`, () => {
    const rules = [make.rule(target, { factorSet: "phishing_resistant" })];
    expect(usedAt({ rules }, "totp", ["password", "totp"])).toMatchObject({
      outcome: "enroll",
      acceptableFactors: ["passkey", "security_key"],
    });
  });
}

// When the policy changes from optional to required.

test("from optional to required: a new person enrols", () => {
  expect(meet({ policy: { ...required, graceHours: 0 }, person: newcomer }).outcome).toBe("enroll");
});

test("from optional to required: the level of a session is what it completed, whatever the policy has become", () => {
  for (const methods of [["password"], ["password", "totp"]] as const) {
    const under = (policy: Partial<Policy>) => meet({ policy, methods: [...methods] }).achievedAal;
    expect(under(required)).toBe(under(optional));
  }
});

test("from optional to required: people who were here meet it at their next sign-in, by the timing that was chosen", () => {
  const change = { ...required, askedSince: daysAgo(0) };
  const under = (enrollmentTiming: Policy["enrollmentTiming"]) =>
    meet({ policy: { ...change, enrollmentTiming }, person: longHere }).outcome;
  expect(under("first_sign_in")).toBe("enroll");
  expect(under("next_sign_in_after_change")).toBe("enroll");
  expect(under("within_grace_period")).toBe("allow");
});

// When somebody cannot enrol.

const codesCount = { ...required, codesCountAsEnrollment: true };

test("codes as enrolment: a person with codes only signs in with one", () => {
  const person = enrolled("recovery_code");
  expect(meet({ policy: codesCount, person }).outcome).toBe("challenge");
  expect(meet({ policy: codesCount, person, methods: ["password", "recovery_code"] }).outcome).toBe("allow");
});

test("codes as enrolment: it is off unless the policy says so", () => {
  const person = enrolled("recovery_code");
  expect(meet({ person, methods: ["password", "recovery_code"] }).outcome).toBe("enroll");
});

test("codes as enrolment: once they have run out something else has to be enrolled", () => {
  const person = { factors: [make.factor("recovery_code", 0)] };
  expect(meet({ policy: codesCount, person })).toMatchObject({
    outcome: "enroll",
    reason: "MFA_RECOVERY_CODES_EXHAUSTED",
  });
});

const forceSkip = make.exemption({ startsAt: daysAgo(0.5), endsAt: daysAgo(-0.5) });

test("force-skip: the person who was named is let in without MFA, and the decision names the record", () => {
  expect(meet({ policy: required, person: longHere, exemptions: [forceSkip] })).toMatchObject({
    outcome: "allow",
    achievedAal: 1,
    exception: { id: forceSkip.id, endsAt: forceSkip.endsAt },
  });
});

test("force-skip: it is for that person alone", () => {
  const person = { ...longHere, id: "boris" };
  expect(meet({ policy: required, person, exemptions: [forceSkip] })).toMatchObject({ exception: null });
});

test("force-skip: it ends with its window, to the millisecond", () => {
  const last = new Date(Date.parse(forceSkip.endsAt) - 1).toISOString();
  const decide = (at: string) => meet({ policy: required, person: longHere, exemptions: [forceSkip], at });
  expect(decide(last).exception?.id).toBe(forceSkip.id);
  expect(decide(forceSkip.endsAt)).toMatchObject({ outcome: "enroll", exception: null });
});

// What a session carries.

test("a session that was made with MFA is AAL2, without it AAL1", () => {
  expect(meet({ methods: ["password", "totp"] }).achievedAal).toBe(2);
  expect(meet({ policy: off }).achievedAal).toBe(1);
});

test("required makes sure that a sign-in without an exception and without grace reaches AAL2", () => {
  expect(meet({ policy: required }).outcome).not.toBe("allow");
  expect(meet({ policy: required, methods: ["password", "totp"] })).toMatchObject({ outcome: "allow", achievedAal: 2 });
});

test("an application may ask AAL2 of a session that is AAL1", () => {
  const policy = make.policy({ ...off, floors: [make.floor({ kind: "application", id: "mail" })] });
  const session = make.signIn();
  expect(evaluateStepUp(session, policy, [], longestMaxAge)).toMatchObject({
    outcome: "challenge",
    reason: "MFA_STEP_UP_REQUIRED",
    requiredAal: 2,
  });
});

// A roll-out from optional to required.

test("a roll-out: optional, then a day of grace, then required, and nobody is stopped without notice", () => {
  const dayOfChange = now;
  const dayAfter = daysAgo(-1);
  const rollOut = { ...required, enrollmentTiming: "within_grace_period", graceHours: 24, askedSince: now } as const;
  expect(meet({ policy: optional, person: longHere, at: daysAgo(1) }).outcome).toBe("allow");
  expect(meet({ policy: rollOut, person: longHere, at: dayOfChange })).toMatchObject({
    outcome: "allow",
    grace: { endsAt: dayAfter },
  });
  expect(meet({ policy: rollOut, person: longHere, at: dayAfter })).toMatchObject({
    outcome: "enroll",
    reason: "MFA_GRACE_EXPIRED",
  });
});
