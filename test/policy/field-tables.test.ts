import { expect, test } from "vitest";
import { dials, enrollmentTimings, factorSets } from "#app/engine/types.ts";
import { contentOf, mostGraceHours, policyContentSchema } from "#app/policy/policy-content.ts";
import { readPolicyForm } from "#app/policy/policy-form.ts";
import { factorSetTexts } from "#app/policy/policy-texts.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { noon } from "#test/support/make.ts";

const content = contentOf(defaultPolicy(noon));
const isTaken = (over: object) => policyContentSchema.safeParse({ ...content, ...over }).success;

test("require MFA: off, optional or required; a new workspace requires it", () => {
  expect(dials).toEqual(["off", "optional", "required"]);
  for (const dial of dials) expect(isTaken({ dial })).toBe(true);
  expect(content.dial).toBe("required");
});

test("acceptable factors: one of four sets, each with a line on what changes for people, and never SMS or voice", () => {
  expect(factorSets).toHaveLength(4);
  for (const factorSet of factorSets) {
    expect(isTaken({ factorSet })).toBe(true);
    expect(factorSetTexts[factorSet].text).toMatch(/\.$/);
  }
  for (const factorSet of ["sms", "voice", "email"]) expect(isTaken({ factorSet })).toBe(false);
});

test("enrolment timing: at the first sign-in, at the next after a change, within a grace period", () => {
  expect(enrollmentTimings).toEqual(["first_sign_in", "next_sign_in_after_change", "within_grace_period"]);
  expect(content.enrollmentTiming).toBe("within_grace_period");
});

test("grace period: 0 to 30 days in whole hours, 14 days by default", () => {
  expect(mostGraceHours).toBe(30 * 24);
  expect(content.graceHours).toBe(14 * 24);
  for (const days of [0, 7, 14, 30]) expect(isTaken({ graceHours: days * 24 })).toBe(true);
  for (const graceHours of [-1, 0.5, 721]) expect(isTaken({ graceHours })).toBe(false);
});

test("recovery codes are allowed by default, and do not count as enrolled", () => {
  expect(content).toMatchObject({ recoveryCodesAllowed: true, codesCountAsEnrollment: false });
});

test("force re-enrolment is off unless it is switched on, and every sign-in is challenged", () => {
  expect(readPolicyForm(new FormData()).typed.forcesReenrollment).toBe(false);
  expect(defaultPolicy(noon).reenrollmentForcedAt).toBeNull();
  expect(content.challengeFrequency).toBe("every_sign_in");
});

test("a policy names no role as exempt: roles are let in with less by exceptions alone", () => {
  expect(Object.keys(content).filter((key) => /exempt|skip|bypass/i.test(key))).toEqual([]);
});
