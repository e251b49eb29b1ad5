import { expect, test } from "vitest";
import type { Policy } from "#app/engine/types.ts";
import { previewOf } from "#app/policy/policy-preview.ts";
import { make, now } from "#test/support/make-engine.ts";

const required: Policy = make.policy({
  dial: "required",
  factorSet: "totp_or_webauthn",
  enrollmentTiming: "within_grace_period",
  graceHours: 336,
  askedSince: "2026-01-01T00:00:00.000Z",
  floors: [{ id: "owners", target: { kind: "role", id: "owner" }, dial: "required" }],
});

function met(policy: Partial<Policy>) {
  return previewOf(required, { ...required, ...policy }, now).map(({ after }) => after.text);
}

test("each kind of user is told what they meet next under a policy that requires", () => {
  expect(met({})).toEqual([
    "With a password; time to enrol until Mon, 15 Jun 2026, 12:00 UTC",
    "With a password; time to enrol until Mon, 15 Jun 2026, 11:00 UTC",
    "One of passkey, security key, authenticator app",
    "By authenticator app",
    "By passkey",
    "One of passkey, security key, authenticator app",
    "One of passkey, security key, authenticator app",
    "It cannot be asked, and has no exception",
  ]);
});

test("off challenges nobody, those who enrolled included; a floor still holds", () => {
  const alone = "With a password alone";
  expect(new Set(met({ dial: "off", floors: [] }))).toEqual(new Set([alone]));
  expect(met({ dial: "off" }).filter((text) => text !== alone)).toHaveLength(1);
});

test("optional challenges exactly those who have enrolled something", () => {
  const asked = previewOf(required, { ...required, dial: "optional", floors: [] }, now).map(
    ({ after }) => after.outcome,
  );
  expect(asked).toEqual(["allow", "allow", "allow", "challenge", "challenge", "enroll", "allow", "allow"]);
});

test("phishing-resistant only: whoever has another factor has to set up one that counts", () => {
  const rows = previewOf(required, { ...required, factorSet: "phishing_resistant" }, now);
  expect(rows[3]).toMatchObject({
    who: "Has an authenticator app",
    before: { outcome: "challenge" },
    after: { outcome: "enroll", reason: "MFA_FACTOR_NOT_ALLOWED", text: "One of passkey, security key" },
  });
});
