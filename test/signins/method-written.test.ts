import { expect, test } from "vitest";
import { methodWrittenIn } from "#app/signins/method-written.ts";

const bodyWith = (...methods: string[]) =>
  JSON.stringify({ requestId: null, completed: methods.map((method) => ({ method, completedAt: "2026-11-02" })) });

test.each<[completed: string[], method: string]>([
  [[], "none"],
  [["password"], "none"],
  [["password", "recovery_code"], "codes"],
  [["password", "totp"], "otp"],
  [["totp", "recovery_code"], "otp"],
  [["password", "security_key"], "phishing_resistant"],
  [["totp", "passkey"], "phishing_resistant"],
])("of what was completed, %j, the strongest method is %s", (completed, method) => {
  expect(methodWrittenIn(bodyWith(...completed))).toBe(method);
});

test("what somebody calls themselves is no method", () => {
  const body = JSON.stringify({ askedFor: '"method":"passkey"', completed: [{ method: "password" }] });
  expect(methodWrittenIn(body)).toBe("none");
});
