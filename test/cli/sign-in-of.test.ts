import { expect, test } from "vitest";
import { signInOf } from "#cli/sign-in-of.ts";

const now = "2026-11-02T09:00:00.000Z";
const options = { user: "ann@acme.example", application: "mail" };

test("a sign-in is on a new device unless --known-device says otherwise", () => {
  expect(signInOf(options, now).request.client.isKnownDevice).toBe(false);
  expect(signInOf({ ...options, knownDevice: true }, now).request.client.isKnownDevice).toBe(true);
});
