import { expect, test } from "vitest";
import { hashPassword, isPassword } from "#app/auth/password.server.ts";
import { passwordFault } from "#app/auth/password.ts";

test("a password is right however its accents were typed", async () => {
  const composed = "caf\u00e9 with long tail";
  const decomposed = "cafe\u0301 with long tail";
  expect(await isPassword(await hashPassword(composed), decomposed)).toBe(true);
});

test("passwords are hashed with argon2id at 19 MiB, two passes and one lane", async () => {
  expect(await hashPassword("correct horse battery staple")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("nobody's password is never right", async () => {
  expect(await isPassword(null, "correct horse battery staple")).toBe(false);
});

const faults: [password: string, hint: string][] = [
  ["eleven char", "12 characters"],
  ["\u{1f511}".repeat(11), "12 characters"],
  ["x".repeat(257), "256 characters"],
  ["Mira.Holt@acme.example", "user name"],
  ["mira.holt.long", "user name"],
];

for (const [password, hint] of faults) {
  test(`${JSON.stringify(password.slice(0, 24))} is refused as a new password`, () => {
    const userName = password === "mira.holt.long" ? "mira.holt.long@acme.example" : "mira.holt@acme.example";
    expect(passwordFault(password, userName)).toContain(hint);
  });
}

test("a long password of one kind of character is good enough", () => {
  expect(passwordFault("three plain words", "mira.holt@acme.example")).toBeNull();
});
