import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { evaluateStepUp, longestMaxAge } from "#app/engine/step-up.ts";
import type { CompletedMethod, SignIn } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";
import { exemptionLists, policies, signIns } from "./arbitraries.ts";

const secondsAgo = (seconds: number) => new Date(Date.parse(now) - seconds * 1000).toISOString();
const used = (method: CompletedMethod["method"], seconds: number, userVerified = false): CompletedMethod =>
  make.completed(method, { completedAt: secondsAgo(seconds), userVerified });

const anHour = 3600;

/** A session of somebody who signed in an hour ago and has used these since. */
const session = (...methods: CompletedMethod[]): SignIn =>
  make.signIn({ completed: [used("password", anHour), ...methods] });

const stepUp = (signIn: SignIn, policy = make.policy(), exemptions = [] as ReturnType<typeof make.exemption>[]) =>
  evaluateStepUp(signIn, policy, exemptions, longestMaxAge);

test.each([
  ["a code of a moment ago", [used("totp", 1)], "allow", "MFA_SATISFIED"],
  ["a code of 899 seconds ago", [used("totp", 899)], "allow", "MFA_SATISFIED"],
  ["a code of 900 seconds ago", [used("totp", 900)], "challenge", "MFA_STEP_UP_REQUIRED"],
  ["a code of the sign-in", [used("totp", anHour)], "challenge", "MFA_STEP_UP_REQUIRED"],
  ["a code of tomorrow", [used("totp", -86_400)], "challenge", "MFA_STEP_UP_REQUIRED"],
  ["no factor at all", [], "challenge", "MFA_STEP_UP_REQUIRED"],
  ["a factor that they do not have", [used("security_key", 1)], "challenge", "MFA_STEP_UP_REQUIRED"],
] as const)("a session with %s: %s", (_what, methods, outcome, reason) => {
  expect(stepUp(session(...methods))).toMatchObject({ outcome, reason });
});

test("a password may be as old as the session, and a new one is no factor", () => {
  expect(stepUp(session(used("password", 1)))).toMatchObject({ outcome: "challenge" });
  expect(stepUp(make.signIn({ completed: [used("totp", 1)] }))).toMatchObject({ outcome: "challenge" });
});

test("a passkey that verified its user steps up by itself", () => {
  const subject = make.subject({ factors: [make.factor("passkey")] });
  const signIn = make.signIn({ subject, completed: [used("passkey", 5, true)] });
  expect(stepUp(signIn)).toMatchObject({ outcome: "allow", achievedAal: 2 });
  const unverified = make.signIn({ subject, completed: [used("passkey", 5)] });
  expect(stepUp(unverified)).toMatchObject({ outcome: "challenge", reason: "MFA_STEP_UP_REQUIRED" });
});

test("a caller asks for a more recent factor, and never gets away with an older one", () => {
  const signIn = session(used("totp", 100));
  expect(evaluateStepUp(signIn, make.policy(), [], 100).outcome).toBe("challenge");
  expect(evaluateStepUp(signIn, make.policy(), [], 101).outcome).toBe("allow");
  expect(evaluateStepUp(session(used("totp", 901)), make.policy(), [], 86_400).outcome).toBe("challenge");
  expect(evaluateStepUp(signIn, make.policy(), [], Number.NaN).outcome).toBe("challenge");
});

test.each(["off", "optional", "required"] as const)("with the dial on %s a password alone does not step up", (dial) => {
  const decision = stepUp(session(), make.policy({ dial }));
  expect(decision).toMatchObject({ outcome: "challenge", reason: "MFA_STEP_UP_REQUIRED", requiredAal: 2 });
});

test.each(["every_sign_in", "new_device", "sensitive_action"] as const)(
  "with the challenge frequency %s a known device does not step up",
  (challengeFrequency) => {
    const known = { ...session(), client: make.client({ isKnownDevice: true }) };
    expect(stepUp(known, make.policy({ challengeFrequency })).outcome).toBe("challenge");
  },
);

test.each(["waive_mfa", "defer_enrollment", "allow_legacy_protocol"] as const)(
  "a session that %s let in at AAL1 does not become AAL2",
  (effect) => {
    const exemption = make.exemption({ effect });
    expect(stepUp(session(), make.policy(), [exemption])).toMatchObject({ outcome: "challenge", exception: null });
  },
);

test("grace lets nobody step up: who has no factor enrols", () => {
  const newcomer = make.subject({ firstSignInAt: null, factors: [] });
  const signIn = make.signIn({ subject: newcomer });
  expect(evaluate(signIn, make.policy(), [])).toMatchObject({ outcome: "allow", reason: "MFA_GRACE_ACTIVE" });
  expect(stepUp(signIn)).toMatchObject({ outcome: "enroll", reason: "MFA_REQUIRED_NO_FACTOR", grace: null });
});

test("an exemption that adds a factor steps up with that factor, and says so", () => {
  const policy = make.policy({ factorSet: "phishing_resistant" });
  const exemption = make.exemption({ effect: "allow_factors", factors: ["totp"] });
  const signIn = session(used("totp", 5));
  expect(stepUp(signIn, policy)).toMatchObject({ outcome: "enroll", reason: "MFA_FACTOR_NOT_ALLOWED" });
  expect(stepUp(signIn, policy, [exemption])).toMatchObject({
    outcome: "allow",
    reason: "MFA_EXCEPTION_APPLIED",
    achievedAal: 2,
    exception: { id: exemption.id },
  });
  expect(stepUp(session(used("totp", 900)), policy, [exemption]).outcome).toBe("challenge");
});

test("a factor that is not acceptable here does not step up", () => {
  const factors = [make.factor("totp"), make.factor("passkey")];
  const signIn = { ...session(used("totp", 5)), subject: make.subject({ factors }) };
  const policy = make.policy({ factorSet: "phishing_resistant" });
  expect(stepUp(signIn, policy)).toMatchObject({
    outcome: "challenge",
    reason: "MFA_STEP_UP_REQUIRED",
    acceptableFactors: ["passkey", "security_key"],
  });
});

test.each([
  ["nobody", { subject: null }, "SUBJECT_UNKNOWN"],
  ["somebody barred", { subject: make.subject({ disabledAt: secondsAgo(1) }) }, "SUBJECT_DISABLED"],
  ["somebody locked", { subject: make.subject({ lockedUntil: secondsAgo(-60) }) }, "SUBJECT_LOCKED"],
  ["a client that cannot prompt", { client: make.client({ protocol: "imap" }) }, "LEGACY_PROTOCOL_REFUSED"],
  ["a service", { subject: make.subject({ kind: "service_principal", factors: [] }) }, "MFA_REQUIRED_NO_FACTOR"],
] as const)("%s is refused", (_who, over, reason) => {
  const decision = stepUp({ ...session(used("totp", 1)), ...over });
  expect(decision).toMatchObject({ outcome: "deny", reason });
});

test("the trace ends with what a step-up asks", () => {
  const line = (signIn: SignIn) => stepUp(signIn).because.at(-1);
  const asked = "AAL2 with an acceptable factor used in the last 900 seconds";
  expect(line(session())).toEqual({ step: "session", rule: "step_up", asked, hit: false, won: false });
  expect(line(session(used("totp", 1)))).toMatchObject({ rule: "step_up", hit: true, won: true });
  expect(stepUp({ ...session(), client: make.client({ protocol: "imap" }) }).because.at(-1)?.rule).toBe(
    "legacy_protocol",
  );
});

test("whoever may step up has reached AAL2 with a recent factor, whatever the policy and the register say", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, exemptions) => {
      const decision = evaluateStepUp(signIn, policy, exemptions, longestMaxAge);
      if (decision.outcome !== "allow") return;
      expect(decision.achievedAal).toBe(2);
      expect(decision.grace).toBeNull();
      const isRecent = ({ method, completedAt }: CompletedMethod) =>
        method !== "password" &&
        method !== "federated" &&
        Date.parse(signIn.now) - Date.parse(completedAt) < longestMaxAge * 1000;
      expect(signIn.completed.some(isRecent)).toBe(true);
    }),
  );
});

test("exemptions other than those that add factors change nothing", () => {
  fc.assert(
    fc.property(signIns, policies, exemptionLists, (signIn, policy, exemptions) => {
      const added = exemptions.filter(({ effect }) => effect === "allow_factors");
      expect(evaluateStepUp(signIn, policy, exemptions, 60)).toEqual(evaluateStepUp(signIn, policy, added, 60));
    }),
  );
});
