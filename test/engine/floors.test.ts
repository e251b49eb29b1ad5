import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import type { Dial, Exemption, FactorSet, Policy, SignIn } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

/** A policy with a floor at the mail application. */
function floored(dial: Dial, factorSet?: FactorSet, overrides: Partial<Policy> = {}): Policy {
  return make.policy({ ...overrides, floors: [make.floor({ kind: "application", id: "mail" }, { dial, factorSet })] });
}

const decide = (policy: Policy, exemptions: Exemption[] = [], signIn: Partial<SignIn> = {}) =>
  evaluate(make.signIn(signIn), policy, exemptions);

const waiver = make.exemption();
const deferral = make.exemption({ effect: "defer_enrollment" });
const withTotp = [make.completed("password"), make.completed("totp")];
const unenrolled = { subject: make.subject({ factors: [] }) };
const newcomer = { subject: make.subject({ factors: [], firstSignInAt: null }) };

test("a floor raises what the workspace asks", () => {
  expect(decide(floored("required", undefined, { dial: "off" }))).toMatchObject({
    outcome: "challenge",
    requiredAal: 2,
  });
  expect(decide(floored("optional", undefined, { dial: "off" }))).toMatchObject({
    outcome: "challenge",
    requiredAal: 2,
  });
});

test("a floor is no floor elsewhere", () => {
  const elsewhere = { applicationId: "wiki" };
  expect(decide(floored("required", undefined, { dial: "off" }), [], elsewhere).outcome).toBe("allow");
  expect(decide(floored("required"), [waiver], elsewhere).exception).not.toBeNull();
});

test("a waiver does not pass a floor that asks", () => {
  expect(decide(floored("required"), [waiver])).toMatchObject({ outcome: "challenge", exception: null });
  expect(decide(floored("optional"), [waiver])).toMatchObject({ outcome: "challenge", exception: null });
  expect(decide(floored("required"), [waiver], unenrolled)).toMatchObject({ outcome: "enroll", exception: null });
});

test("a waiver passes an optional floor for whoever has enrolled nothing, and one that is off", () => {
  expect(decide(floored("optional"), [waiver], unenrolled).exception?.id).toBe(waiver.id);
  expect(decide(floored("off"), [waiver]).exception?.id).toBe(waiver.id);
});

test("grace and deferrals do not pass a required floor", () => {
  const denied = { outcome: "enroll", reason: "MFA_REQUIRED_NO_FACTOR", exception: null, grace: null };
  expect(decide(floored("required"), [], newcomer)).toMatchObject(denied);
  expect(decide(floored("required"), [deferral], newcomer)).toMatchObject(denied);
  expect(decide(floored("required"), [deferral], { ...newcomer, completed: [] })).toMatchObject(denied);
  expect(decide(floored("required"), [deferral], unenrolled)).toMatchObject({
    ...denied,
    reason: "MFA_GRACE_EXPIRED",
  });
});

test("grace and deferrals pass an optional floor only for whoever has enrolled nothing", () => {
  expect(decide(floored("optional"), [], newcomer).reason).toBe("MFA_GRACE_ACTIVE");
  expect(decide(floored("optional"), [deferral], unenrolled).exception?.id).toBe(deferral.id);
  const wrongFactor = { subject: make.subject({ firstSignInAt: null }), completed: withTotp };
  expect(decide(floored("optional", "phishing_resistant"), [deferral], wrongFactor)).toMatchObject({
    outcome: "enroll",
    reason: "MFA_FACTOR_NOT_ALLOWED",
  });
});

test("an exemption adds only factors that the floor accepts", () => {
  const policy = (floorSet?: FactorSet) => floored("required", floorSet, { factorSet: "phishing_resistant" });
  const allow = make.exemption({ effect: "allow_factors", factors: ["totp", "recovery_code"] });
  expect(decide(policy(), [allow], { completed: withTotp }).exception?.id).toBe(allow.id);
  expect(decide(policy("no_recovery_codes"), [allow], { completed: withTotp }).exception?.id).toBe(allow.id);
  expect(decide(policy("phishing_resistant"), [allow], { completed: withTotp })).toMatchObject({
    outcome: "enroll",
    reason: "MFA_FACTOR_NOT_ALLOWED",
    acceptableFactors: ["passkey", "security_key"],
  });
  expect(decide(policy("no_recovery_codes"), [allow]).acceptableFactors).not.toContain("recovery_code");
});

test("under a floor that takes recovery codes as a backup, an exemption adds them only as that", () => {
  const policy = floored("required", "totp_or_webauthn", {
    factorSet: "phishing_resistant",
    codesCountAsEnrollment: true,
  });
  const allow = make.exemption({ effect: "allow_factors", factors: ["recovery_code"] });
  const completed = [make.completed("password"), make.completed("recovery_code")];
  const codesOnly = make.subject({ factors: [make.factor("recovery_code")] });
  const backedUp = make.subject({ factors: [make.factor("recovery_code"), make.factor("passkey")] });
  expect(decide(policy, [allow], { subject: codesOnly, completed }).outcome).toBe("enroll");
  expect(decide(policy, [allow], { subject: backedUp, completed }).exception?.id).toBe(allow.id);
});

test("a floor's factor set narrows what the workspace accepts", () => {
  expect(decide(floored("off", "phishing_resistant"), [], { completed: withTotp })).toMatchObject({
    outcome: "enroll",
    reason: "MFA_FACTOR_NOT_ALLOWED",
  });
});

test("several floors hold together", () => {
  const floors = [
    make.floor({ kind: "role", id: "member" }, { dial: "required" }),
    make.floor({ kind: "application", id: "mail" }, { dial: "off", factorSet: "phishing_resistant" }),
  ];
  const allow = make.exemption({ effect: "allow_factors", factors: ["totp"] });
  const decision = decide(make.policy({ dial: "off", floors }), [allow, { ...waiver, id: "EXC-2" }], {
    completed: withTotp,
  });
  expect(decision).toMatchObject({ outcome: "enroll", requiredAal: 2, exception: null });
});
