import { expect, test } from "vitest";
import { evaluate } from "#app/engine/evaluate.ts";
import { enrollmentTimings, type Policy, type Subject } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";

/** Decides about somebody without a factor who has used their password. */
function decide(policy: Partial<Policy>, subject: Partial<Subject> = {}, at = now) {
  const completed = [make.completed("password", { completedAt: at })];
  const signIn = make.signIn({ subject: make.subject({ factors: [], ...subject }), completed, now: at });
  return evaluate(signIn, make.policy(policy), []);
}

const active = (endsAt: string) => ({
  outcome: "allow",
  reason: "MFA_GRACE_ACTIVE",
  achievedAal: 1,
  grace: { endsAt },
});
const expired = { outcome: "enroll", reason: "MFA_GRACE_EXPIRED", grace: null };
const noneGiven = { outcome: "enroll", reason: "MFA_REQUIRED_NO_FACTOR", grace: null };

test("grace runs from the first sign-in, inclusive, to its end, exclusive", () => {
  const subject = { firstSignInAt: "2026-03-01T10:00:00.000Z" };
  const ends = "2026-03-02T10:00:00.000Z";
  const policy = { graceHours: 24 };
  expect(decide(policy, subject, "2026-03-01T10:00:00.000Z")).toMatchObject(active(ends));
  expect(decide(policy, subject, "2026-03-02T09:59:59.999Z")).toMatchObject(active(ends));
  expect(decide(policy, subject, "2026-03-02T10:00:00.000Z")).toMatchObject(expired);
  expect(decide(policy, subject, "2026-03-02T10:00:00.001Z")).toMatchObject(expired);
});

test("grace hours are exact across a leap day and a change of clocks", () => {
  const overLeapDay = { firstSignInAt: "2028-02-28T12:00:00.000Z" };
  expect(decide({ graceHours: 48 }, overLeapDay, "2028-02-29T12:00:00.000Z")).toMatchObject(
    active("2028-03-01T12:00:00.000Z"),
  );
  const overClockChange = { firstSignInAt: "2026-03-28T12:00:00.000Z" };
  expect(decide({ graceHours: 24 }, overClockChange, "2026-03-29T11:59:59.999Z")).toMatchObject(
    active("2026-03-29T12:00:00.000Z"),
  );
});

test("somebody who signs in for the first time has their grace before them", () => {
  expect(decide({ graceHours: 336 }, { firstSignInAt: null })).toMatchObject(active("2026-06-15T12:00:00.000Z"));
});

test("new people have grace under every timing", () => {
  for (const enrollmentTiming of enrollmentTimings) {
    const subject = { firstSignInAt: "2026-05-31T12:00:00.000Z" };
    expect(decide({ enrollmentTiming, graceHours: 48 }, subject)).toMatchObject(active("2026-06-02T12:00:00.000Z"));
  }
});

test("without grace hours nobody has grace", () => {
  for (const graceHours of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 721]) {
    expect(decide({ graceHours }, { firstSignInAt: null }), String(graceHours)).toMatchObject(noneGiven);
  }
  expect(decide({ graceHours: 720 }, { firstSignInAt: null }).reason).toBe("MFA_GRACE_ACTIVE");
  expect(decide({ graceHours: 1 }, { firstSignInAt: null }).reason).toBe("MFA_GRACE_ACTIVE");
});

const fromBefore = { firstSignInAt: "2025-06-01T00:00:00.000Z" };
const recentlyAsked = { askedSince: "2026-05-31T12:00:00.000Z", graceHours: 48 };

test("people from before the policy asked have grace only under the timing within a grace period", () => {
  expect(decide({ ...recentlyAsked, enrollmentTiming: "within_grace_period" }, fromBefore)).toMatchObject(
    active("2026-06-02T12:00:00.000Z"),
  );
  expect(decide({ ...recentlyAsked, enrollmentTiming: "first_sign_in" }, fromBefore)).toMatchObject(noneGiven);
  expect(decide({ ...recentlyAsked, enrollmentTiming: "next_sign_in_after_change" }, fromBefore)).toMatchObject(
    noneGiven,
  );
});

test("whoever first signed in at the instant at which the policy first asked is new", () => {
  const subject = { firstSignInAt: recentlyAsked.askedSince };
  expect(decide({ ...recentlyAsked, enrollmentTiming: "first_sign_in" }, subject).reason).toBe("MFA_GRACE_ACTIVE");
});

test("whoever was here before a policy that has never asked counts from their first sign-in", () => {
  expect(decide({ askedSince: null }, fromBefore)).toMatchObject(expired);
});

test("an edit of the policy does not start grace anew", () => {
  const subject = { firstSignInAt: "2026-05-30T12:00:00.000Z" };
  const before = decide({ graceHours: 72, version: 1 }, subject);
  expect(decide({ graceHours: 72, version: 2, factorSet: "phishing_resistant" }, subject).grace).toEqual(before.grace);
});

test("leaving and coming back, or a new role, does not start grace anew", () => {
  const subject = { firstSignInAt: "2026-05-30T12:00:00.000Z", createdAt: now, roles: ["owner"], groups: [] };
  expect(decide({ graceHours: 72 }, subject)).toMatchObject(active("2026-06-02T12:00:00.000Z"));
});

test("forced re-enrolment starts grace anew for whoever signed in before it", () => {
  const reenrollmentForcedAt = "2026-05-31T12:00:00.000Z";
  expect(decide({ graceHours: 48, reenrollmentForcedAt })).toMatchObject(active("2026-06-02T12:00:00.000Z"));
  const policy = { ...recentlyAsked, reenrollmentForcedAt, enrollmentTiming: "within_grace_period" } as const;
  expect(decide({ ...policy, askedSince: "2026-02-01T00:00:00.000Z" }, fromBefore)).toMatchObject(
    active("2026-06-02T12:00:00.000Z"),
  );
});

test("forced re-enrolment does nothing for whoever came after it, or before its time", () => {
  const late = { firstSignInAt: "2026-05-31T18:00:00.000Z" };
  const forced = { graceHours: 48, reenrollmentForcedAt: "2026-05-31T12:00:00.000Z" };
  expect(decide(forced, late)).toMatchObject(active("2026-06-02T18:00:00.000Z"));
  expect(decide({ graceHours: 48, reenrollmentForcedAt: "2026-06-01T12:00:00.001Z" })).toMatchObject(expired);
  expect(decide({ graceHours: 48, reenrollmentForcedAt: "soon" })).toMatchObject(expired);
});

test("forced re-enrolment gives no grace where the timing gives none to people from before", () => {
  const policy = { ...recentlyAsked, reenrollmentForcedAt: "2026-06-01T00:00:00.000Z" };
  expect(decide(policy, fromBefore)).toMatchObject(noneGiven);
});

test("a first sign-in in the future gives no grace, beyond what clocks may differ", () => {
  const policy = { graceHours: 24 };
  expect(decide(policy, { firstSignInAt: "2026-06-01T12:01:00.000Z" }).reason).toBe("MFA_GRACE_ACTIVE");
  expect(decide(policy, { firstSignInAt: "2026-06-01T12:01:00.001Z" })).toMatchObject(noneGiven);
});

test("a first sign-in that is not an instant gives no grace", () => {
  const policies = [{}, { enrollmentTiming: "within_grace_period", askedSince: "2026-05-31T12:00:00.000Z" }] as const;
  for (const policy of policies) {
    for (const firstSignInAt of ["", "yesterday", "2026-06-01"]) {
      expect(decide(policy, { firstSignInAt })).toMatchObject(noneGiven);
    }
  }
});

test("no grace is counted from, or at, a time that is not an instant", () => {
  const within = { enrollmentTiming: "within_grace_period", askedSince: "2026-05-31" } as const;
  expect(decide(within, fromBefore)).toMatchObject(noneGiven);
  expect(decide({ reenrollmentForcedAt: "2026-05-31" })).toMatchObject(noneGiven);
  const newcomer = { firstSignInAt: "2026-05-31T12:00:00.000Z" };
  expect(decide({}, newcomer, "2026-06-01")).toMatchObject(noneGiven);
});

test("grace does not excuse the first factor, and says so until it ends", () => {
  const subject = make.subject({ factors: [], firstSignInAt: "2026-05-31T12:00:00.000Z" });
  const signIn = make.signIn({ subject, completed: [] });
  expect(evaluate(signIn, make.policy(), [])).toMatchObject({
    outcome: "challenge",
    reason: "MFA_CHALLENGE_REQUIRED",
    grace: { endsAt: "2026-06-14T12:00:00.000Z" },
  });
  expect(evaluate(signIn, make.policy({ graceHours: 1 }), [])).toMatchObject(expired);
});

test("a service principal has no grace", () => {
  const principal = { kind: "service_principal", firstSignInAt: null } as const;
  expect(decide({}, principal)).toMatchObject({ outcome: "deny", reason: "MFA_REQUIRED_NO_FACTOR" });
});

const enrolled = { firstSignInAt: "2026-05-31T12:00:00.000Z", factors: [make.factor("totp")] };

test("whoever has an acceptable factor uses it, grace or no", () => {
  expect(decide({}, enrolled)).toMatchObject({ outcome: "challenge", reason: "MFA_CHALLENGE_REQUIRED", grace: null });
});

test("whoever has only another factor uses that one during grace", () => {
  for (const dial of ["optional", "required"] as const) {
    const policy = { dial, factorSet: "phishing_resistant" } as const;
    expect(decide(policy, enrolled)).toMatchObject({
      outcome: "challenge",
      reason: "MFA_CHALLENGE_REQUIRED",
      acceptableFactors: ["passkey", "security_key", "totp"],
      grace: { endsAt: "2026-06-14T12:00:00.000Z" },
    });
    const completed = [make.completed("password"), make.completed("totp")];
    const used = make.signIn({ subject: make.subject(enrolled), completed });
    expect(evaluate(used, make.policy(policy), [])).toMatchObject({
      outcome: "allow",
      reason: "MFA_GRACE_ACTIVE",
      achievedAal: 2,
      grace: { endsAt: "2026-06-14T12:00:00.000Z" },
    });
    expect(evaluate(used, make.policy({ ...policy, graceHours: 1 }), [])).toMatchObject({
      outcome: "enroll",
      reason: "MFA_FACTOR_NOT_ALLOWED",
    });
  }
});

test("during grace a recovery code does only where there is no other factor", () => {
  const policy = make.policy({ factorSet: "phishing_resistant" });
  const completed = [make.completed("password"), make.completed("recovery_code")];
  const both = make.subject({ ...enrolled, factors: [make.factor("totp"), make.factor("recovery_code")] });
  expect(evaluate(make.signIn({ subject: both, completed }), policy, [])).toMatchObject({
    outcome: "challenge",
    reason: "MFA_FACTOR_NOT_ALLOWED",
    acceptableFactors: ["passkey", "security_key", "totp"],
  });
  const codesOnly = make.subject({ ...enrolled, factors: [make.factor("recovery_code")] });
  expect(evaluate(make.signIn({ subject: codesOnly, completed }), policy, []).reason).toBe("MFA_GRACE_ACTIVE");
  expect(evaluate(make.signIn({ subject: codesOnly }), policy, []).outcome).toBe("challenge");
});

test("recovery codes that are switched off are not asked for during grace", () => {
  const codesOnly = { ...enrolled, factors: [make.factor("recovery_code")] };
  expect(decide({ recoveryCodesAllowed: false }, codesOnly).reason).toBe("MFA_GRACE_ACTIVE");
});

test("grace is over for good where only spent recovery codes are left", () => {
  const policy = { codesCountAsEnrollment: true };
  expect(decide(policy, { factors: [make.factor("recovery_code", 0)] })).toMatchObject({
    outcome: "enroll",
    reason: "MFA_RECOVERY_CODES_EXHAUSTED",
  });
});
