import type { Instant, Policy } from "#app/engine/types.ts";

/**
 * The first policy of a workspace: everyone needs a second factor, with 14 days to enrol one,
 * and owners cannot be excepted.
 */
export function defaultPolicy(now: Instant): Policy {
  return {
    version: 1,
    dial: "required",
    factorSet: "totp_or_webauthn",
    enrollmentTiming: "within_grace_period",
    graceHours: 336,
    askedSince: now,
    reenrollmentForcedAt: null,
    recoveryCodesAllowed: true,
    codesCountAsEnrollment: false,
    challengeFrequency: "every_sign_in",
    rules: [],
    floors: [{ id: "owners", target: { kind: "role", id: "owner" }, dial: "required" }],
  };
}
