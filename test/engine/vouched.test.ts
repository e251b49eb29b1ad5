import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { evaluateStepUp } from "#app/engine/step-up.ts";
import type { CompletedMethod, MethodName } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";

const nothingHeld = make.subject({ factors: [] });
const required = make.policy({ dial: "required", graceHours: 0 });
const vouched = (method: MethodName, more: Partial<CompletedMethod> = {}) =>
  make.completed(method, { isVouched: true, ...more });
const after = (...completed: CompletedMethod[]) => make.signIn({ subject: nothingHeld, completed });
const federated = make.completed("federated");

test("a factor that a trusted identity provider keeps satisfies, in the session that it vouched in", () => {
  const signIn = after(federated, vouched("security_key"));
  expect(evaluate(signIn, required, [])).toMatchObject({ reason: "MFA_SATISFIED", achievedAal: 2 });
  expect(evaluateStepUp(signIn, required, [], 900)).toMatchObject({ outcome: "allow" });
});

test("a federated sign-in alone is one factor, whoever the provider is", () => {
  expect(evaluate(after(federated), required, [])).toMatchObject({ outcome: "enroll", achievedAal: 1 });
});

test("the same claim without the trust proves nothing", () => {
  const signIn = after(federated, make.completed("security_key", { userVerified: true }));
  expect(evaluate(signIn, required, [])).toMatchObject({ outcome: "enroll", achievedAal: 1 });
});

test("what is vouched for counts in no session that did not begin at the provider", () => {
  const signIn = after(make.completed("password"), vouched("security_key", { userVerified: true }));
  expect(evaluate(signIn, required, [])).toMatchObject({ outcome: "enroll", achievedAal: 1 });
});

test("nobody but the register vouches for recovery codes", () => {
  const lenient = { ...required, codesCountAsEnrollment: true };
  expect(evaluate(after(federated, vouched("recovery_code")), lenient, [])).toMatchObject({ outcome: "enroll" });
});

test("a vouched factor is held to the factor set like any other", () => {
  const policy = make.policy({ ...required, factorSet: "phishing_resistant" });
  expect(evaluate(after(federated, vouched("totp")), policy, []).outcome).toBe("enroll");
  expect(evaluate(after(federated, vouched("security_key")), policy, []).outcome).toBe("allow");
});

test("what the provider saw an hour ago is no step-up", () => {
  const signIn = after(federated, vouched("totp", { completedAt: "2026-06-01T11:00:00.000Z" }));
  expect(signIn.now).toBe(now);
  expect(evaluateStepUp(signIn, required, [], 900)).toMatchObject({ outcome: "challenge" });
});
