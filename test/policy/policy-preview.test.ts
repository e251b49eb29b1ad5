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
    "Gets in with a password; time to enrol until Mon, 15 Jun 2026, 12:00 UTC",
    "Gets in with a password; time to enrol until Mon, 15 Jun 2026, 11:00 UTC",
    "Has to set up first: passkey, security key, authenticator app",
    "Is asked for: authenticator app",
    "Is asked for: passkey",
    "Has to set up first: passkey, security key, authenticator app",
    "Has to set up first: passkey, security key, authenticator app",
    "Is refused",
  ]);
});

test("off challenges nobody, those who enrolled included; a floor still holds", () => {
  const alone = "Gets in with a password alone";
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
    after: { outcome: "enroll", reason: "MFA_FACTOR_NOT_ALLOWED", text: "Has to set up first: passkey, security key" },
  });
});
