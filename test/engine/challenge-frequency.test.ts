import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import type { ChallengeFrequency, Exemption, Policy, SignIn } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

const known = make.client({ isKnownDevice: true });
const onNewDevice = { challengeFrequency: "new_device" } as const;
const onSensitiveAction = { challengeFrequency: "sensitive_action" } as const;
const strong = { factorSet: "phishing_resistant" } as const;
const withTotp = [make.completed("password"), make.completed("totp")];

const decide = (policy: Partial<Policy>, signIn: Partial<SignIn> = {}, exemptions: Exemption[] = []) =>
  evaluate(make.signIn(signIn), make.policy(policy), exemptions);

const spared = { outcome: "allow", reason: "MFA_NOT_REQUIRED", requiredAal: 1, achievedAal: 1, exception: null };
const challenged = { outcome: "challenge", reason: "MFA_CHALLENGE_REQUIRED", requiredAal: 2, achievedAal: 1 };

test("a known device makes no difference where every sign-in is challenged", () => {
  expect(decide({}, { client: known })).toMatchObject(challenged);
});

test("on a new device only: a known device is spared the challenge, any other is not", () => {
  expect(decide(onNewDevice, { client: known })).toMatchObject(spared);
  expect(decide(onNewDevice)).toMatchObject(challenged);
});

test("for a sensitive action only: a sign-in is spared the challenge on every device", () => {
  expect(decide(onSensitiveAction)).toMatchObject(spared);
  expect(decide(onSensitiveAction, { client: known })).toMatchObject(spared);
});

test("a frequency that nobody knows challenges every sign-in", () => {
  const challengeFrequency = "monthly" as ChallengeFrequency; // cast: a stored value from another version
  expect(decide({ challengeFrequency }, { client: known })).toMatchObject(challenged);
});

for (const [name, policy] of Object.entries({ onNewDevice, onSensitiveAction })) {
  test(`${name}: whoever has no acceptable factor is not spared`, () => {
    const none = make.subject({ factors: [] });
    expect(decide(policy, { client: known, subject: none })).toMatchObject({
      outcome: "enroll",
      reason: "MFA_GRACE_EXPIRED",
      requiredAal: 2,
    });
    expect(decide({ ...policy, ...strong }, { client: known })).toMatchObject({
      outcome: "enroll",
      reason: "MFA_FACTOR_NOT_ALLOWED",
    });
    const spentCodes = make.subject({ factors: [make.factor("recovery_code", 0)] });
    expect(decide({ ...policy, codesCountAsEnrollment: true }, { client: known, subject: spentCodes }).outcome).toBe(
      "enroll",
    );
  });

  test(`${name}: whoever has another factor uses it during grace, on a known device too`, () => {
    const subject = make.subject({ firstSignInAt: null });
    expect(decide({ ...policy, ...strong }, { client: known, subject }).outcome).toBe("challenge");
  });

  test(`${name}: a factor that only an exception adds is used at every sign-in`, () => {
    const allowTotp = make.exemption({ effect: "allow_factors", factors: ["totp"] });
    expect(decide({ ...policy, ...strong }, { client: known }, [allowTotp])).toMatchObject(challenged);
  });

  test(`${name}: a floor that asks MFA is asked at every sign-in`, () => {
    for (const dial of ["optional", "required"] as const) {
      const floors = [make.floor({ kind: "application", id: "mail" }, { dial })];
      expect(decide({ ...policy, floors }, { client: known })).toMatchObject(challenged);
    }
    const off = [make.floor({ kind: "application", id: "mail" }, { dial: "off" })];
    expect(decide({ ...policy, floors: off }, { client: known })).toMatchObject(spared);
  });

  test(`${name}: a legacy protocol is refused, and a service principal is asked`, () => {
    const client = make.client({ isKnownDevice: true, protocol: "imap" });
    expect(decide(policy, { client })).toMatchObject({ reason: "LEGACY_PROTOCOL_REFUSED", requiredAal: 2 });
    const subject = make.subject({ kind: "service_principal", id: "backup" });
    expect(decide(policy, { client: known, subject })).toMatchObject({ outcome: "deny", requiredAal: 2 });
  });

  test(`${name}: the first factor is never spared`, () => {
    for (const completed of [[], [make.completed("totp")]]) {
      expect(decide(policy, { client: known, completed })).toMatchObject({
        outcome: "challenge",
        reason: "MFA_CHALLENGE_REQUIRED",
        achievedAal: 0,
      });
    }
  });

  test(`${name}: whoever used their factor all the same has satisfied MFA`, () => {
    expect(decide(policy, { client: known, completed: withTotp })).toMatchObject({
      outcome: "allow",
      reason: "MFA_SATISFIED",
      achievedAal: 2,
    });
  });

  test(`${name}: required never asks less of an enrolled person than optional`, () => {
    for (const client of [known, make.client()]) {
      const required = decide({ ...policy, dial: "required" }, { client });
      expect(decide({ ...policy, dial: "optional" }, { client }).outcome).toBe(required.outcome);
    }
  });

  test(`${name}: an exception that was not needed on a known device is not cited`, () => {
    expect(decide(policy, { client: known }, [make.exemption()])).toMatchObject(spared);
  });

  test(`${name}: one rule that asks at every sign-in is enough`, () => {
    const rules = [make.rule({ kind: "group", id: "staff" }, { dial: "off", challengeFrequency: "every_sign_in" })];
    expect(decide({ ...policy, rules }, { client: known })).toMatchObject(challenged);
  });
}

const lineOf = (policy: Partial<Policy>, signIn: Partial<SignIn> = {}, rule = "challenge_frequency") =>
  decide(policy, signIn).because.find((line) => line.rule === rule);

test("the trace says where the frequency spared the challenge", () => {
  expect(lineOf({})).toBeUndefined();
  expect(lineOf(onNewDevice)).toEqual({
    step: "session",
    rule: "challenge_frequency",
    asked: "a known device, and a factor enrolled",
    hit: false,
    won: false,
  });
  expect(lineOf(onNewDevice, { client: known })).toMatchObject({ hit: true, won: true });
  expect(lineOf(onSensitiveAction)).toMatchObject({
    asked: "a factor enrolled, for a sensitive action later",
    hit: true,
    won: true,
  });
  expect(lineOf(onNewDevice, { client: known, completed: withTotp })).toMatchObject({ hit: true, won: false });
});

test("the trace says what each rule asked of the frequency, and which one raised it", () => {
  const rules = [
    make.rule({ kind: "role", id: "member" }, { id: "a", dial: "off", challengeFrequency: "new_device" }),
    make.rule({ kind: "group", id: "staff" }, { id: "b", dial: "off", challengeFrequency: "sensitive_action" }),
  ];
  const policy = { ...onSensitiveAction, rules };
  expect(lineOf(policy, {}, "workspace")?.asked).toBe("MFA required, any factor, for a sensitive action only");
  expect(lineOf(policy, {}, "a")).toMatchObject({
    asked: "role member: MFA off, on a new device only",
    hit: true,
    won: true,
  });
  expect(lineOf(policy, {}, "b")).toMatchObject({ hit: true, won: false });
});

test("a rule that asks no more often than the workspace default has not won by it", () => {
  const rules = [make.rule({ kind: "role", id: "member" }, { id: "a", dial: "off", challengeFrequency: "new_device" })];
  expect(lineOf({ ...onNewDevice, rules }, {}, "a")).toMatchObject({ hit: true, won: false });
});

test("a rule that says nothing of the frequency has nothing of it in its line", () => {
  const rules = [make.rule({ kind: "role", id: "member" }, { id: "a", challengeFrequency: undefined })];
  expect(lineOf({ rules }, {}, "a")?.asked).toBe("role member: MFA required");
});
