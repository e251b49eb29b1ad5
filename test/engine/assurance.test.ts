import fc from "fast-check";
import { expect, test } from "vitest";
import { achievedAal, amrOf } from "#app/engine/assurance.ts";
import { type CompletedMethod, methodNames } from "#app/engine/types.ts";
import { make } from "#test/support/make-engine.ts";

const password = make.completed("password");
const federated = make.completed("federated");
const totp = make.completed("totp");
const recoveryCode = make.completed("recovery_code");
const touchedKey = make.completed("security_key");
const verifiedKey = make.completed("security_key", { userVerified: true });
const touchedPasskey = make.completed("passkey");
const verifiedPasskey = make.completed("passkey", { userVerified: true });

const levels: [string, CompletedMethod[], 0 | 1 | 2, string[]][] = [
  ["nothing", [], 0, []],
  ["a password", [password], 1, ["pwd"]],
  ["a federated sign-in", [federated], 1, []],
  ["a password and a federated sign-in", [password, federated], 1, ["pwd"]],
  ["a passkey with user verification", [verifiedPasskey], 2, ["swk", "user", "pin", "mfa"]],
  ["a security key with user verification", [verifiedKey], 2, ["hwk", "user", "pin", "mfa"]],
  ["a passkey without user verification", [touchedPasskey], 1, ["swk", "user"]],
  ["a security key without user verification", [touchedKey], 1, ["hwk", "user"]],
  ["a one-time code alone", [totp], 0, ["otp"]],
  ["a recovery code alone", [recoveryCode], 0, ["x_recovery_code"]],
  ["two codes", [totp, recoveryCode], 0, ["otp", "x_recovery_code"]],
  ["a touched key and a code", [touchedKey, totp], 1, ["otp", "hwk", "user"]],
  ["a password and a one-time code", [password, totp], 2, ["pwd", "otp", "mfa"]],
  ["a federated sign-in and a one-time code", [federated, totp], 2, ["otp", "mfa"]],
  ["a password and a touched key", [password, touchedKey], 2, ["pwd", "hwk", "user", "mfa"]],
  ["a password and a touched passkey", [password, touchedPasskey], 2, ["pwd", "swk", "user", "mfa"]],
  ["a password and a recovery code", [password, recoveryCode], 2, ["pwd", "x_recovery_code", "mfa"]],
];

for (const [name, completed, aal, amr] of levels) {
  test(`a session with ${name} has AAL${aal} and amr [${amr.join(" ")}]`, () => {
    expect(achievedAal(completed)).toBe(aal);
    expect(amrOf(completed, false)).toEqual(amr);
  });
}

test("user verification is worth nothing on a method that is not an authenticator", () => {
  expect(achievedAal([make.completed("totp", { userVerified: true })])).toBe(0);
  expect(achievedAal([make.completed("password", { userVerified: true })])).toBe(1);
});

test("a session let in by a bypass never says mfa", () => {
  for (const [, completed] of levels) expect(amrOf(completed, true)).not.toContain("mfa");
  expect(amrOf([password, totp], true)).toEqual(["pwd", "otp"]);
});

test("neither level nor references depend on the order of the methods", () => {
  const method = fc.record({
    method: fc.constantFrom(...methodNames),
    completedAt: fc.constant(password.completedAt),
    userVerified: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(method, { maxLength: 5 }), (completed) => {
      const reversed = completed.toReversed();
      expect(achievedAal(reversed)).toBe(achievedAal(completed));
      expect(amrOf(reversed, false)).toEqual(amrOf(completed, false));
    }),
  );
});
