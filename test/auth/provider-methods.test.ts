import { describe, expect, test } from "vitest";
import { usualClaims } from "#app/auth/identity-provider.ts";
import { methodsOf } from "#app/auth/provider-methods.ts";
import { readCircumstances } from "#app/signins/read-context.ts";

const now = "2026-11-02T09:00:00.000Z";
const federated = { method: "federated", completedAt: now, userVerified: false };
const trusted = { trustsMfa: true, methodClaims: usualClaims };
const said = (amr: string[], more: { acr?: string; authTime?: string | null } = {}) => ({
  amr,
  acr: null,
  authTime: now,
  ...more,
});
const methods = (amr: string[], provider: Parameters<typeof methodsOf>[1] = trusted) =>
  methodsOf(said(amr), provider, now)
    .slice(1)
    .map(({ method, userVerified }) => (userVerified ? `${method}, verified` : method));

describe("what amr is taken for, where the provider is trusted", () => {
  const cases: [string[], string[]][] = [
    [[], []],
    [["pwd"], []],
    [["pwd", "mfa"], []],
    [["pwd", "otp", "mfa"], ["totp"]],
    [["hwk"], ["security_key"]],
    [["hwk", "user"], ["security_key"]],
    [["hwk", "pin"], ["security_key, verified"]],
    [["hwk", "user", "mfa"], ["security_key, verified"]],
    [["swk", "fpt"], ["passkey, verified"]],
    [["fido"], ["passkey"]],
    [["pwd", "sms"], []],
    [["pwd", "otp", "sms", "mfa"], []],
    [["tel", "mfa"], []],
    [["kba", "rba", "geo", "wia"], []],
  ];
  for (const [amr, expected] of cases)
    test(`${JSON.stringify(amr)} → ${expected.join(" + ") || "federated only"}`, () => {
      expect(methods(amr)).toEqual(expected);
    });
});

test("nothing that is said counts where the provider is not trusted in it", () => {
  const amr = ["hwk", "pin", "mfa", "otp"];
  expect(methodsOf(said(amr), { ...trusted, trustsMfa: false }, now)).toEqual([federated]);
});

test("an MFA that is not named counts as a one-time code only where an admin says so, and never over the telephone", () => {
  const lenient = { ...trusted, methodClaims: { ...usualClaims, unnamedCountsAs: "totp" as const } };
  expect(methods(["pwd", "mfa"], lenient)).toEqual(["totp"]);
  expect(methods(["pwd", "mfa", "sms"], lenient)).toEqual([]);
  expect(methods(["pwd"], lenient)).toEqual([]);
});

test("an acr counts by the table, and is not looked for elsewhere", () => {
  const byAcr = { ...trusted, methodClaims: { ...usualClaims, securityKey: ["phrh"], passkey: ["phr"] } };
  expect(methodsOf(said([], { acr: "phrh" }), byAcr, now)[1]).toMatchObject({ method: "security_key" });
  expect(methodsOf(said([], { acr: "phr" }), byAcr, now)[1]).toMatchObject({ method: "passkey" });
  expect(methodsOf(said(["hwk"], { acr: "loa1" }), byAcr, now)).toEqual([federated]);
});

test("what is said counts from when the provider says it was used", () => {
  const authTime = "2026-11-02T08:30:00.000Z";
  expect(methodsOf(said(["hwk"], { authTime }), trusted, now)[1]).toEqual({
    method: "security_key",
    completedAt: authTime,
    userVerified: false,
    isVouched: true,
  });
});

test("without that instant, or after more than a day, nothing counts", () => {
  for (const authTime of [null, "2026-11-01T08:59:59.000Z"])
    expect(methodsOf(said(["hwk"], { authTime }), trusted, now)).toEqual([federated]);
});

test("a provider whose clock runs ahead is taken to speak of now", () => {
  const authTime = "2026-11-02T09:00:20.000Z";
  expect(methodsOf(said(["hwk"], { authTime }), trusted, now)[1]).toMatchObject({ completedAt: now });
});

test("refused: a caller of the decision point that vouches for a factor itself", () => {
  const said = { method: "security_key", completed_at: now, user_verified: true };
  const context = { completed_methods: [{ ...said, vouched: true, is_vouched: true, isVouched: true }] };
  const [read] = readCircumstances(context).completed;
  expect(read).toEqual({ method: "security_key", completedAt: now, userVerified: true });
});
