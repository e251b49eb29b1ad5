import { expect, test } from "vitest";
import { emptyScope } from "#app/register/exception.ts";
import { fromWhere, letsIn } from "#app/register/lets-in.ts";
import { make } from "#test/support/make.ts";

const names = new Map([
  ["usr_1", "Arthur Nyland"],
  ["group:finance", "Finance"],
  ["application:mail", "Mail"],
]);

test.each([
  [{ users: ["usr_1"], applications: ["mail"] }, "Arthur Nyland to Mail, with a password alone"],
  [{ groups: ["finance"], networks: ["10.0.0.0/8"] }, "Finance to every application, with a password alone"],
  [{ applications: ["mail"] }, "Everybody to Mail, with a password alone"],
  [{ users: ["a", "b", "c", "d", "e"] }, "a, b, c, and 2 more to every application, with a password alone"],
  [{ networks: ["10.0.0.0/8"] }, ""],
])("%o lets in %s", (scope, said) => {
  const record = make.exception({ effect: "waive_mfa", scope: { ...emptyScope, ...scope } });
  const { who, how } = letsIn(record, names);
  expect(`${who} ${how}`.trim()).toBe(said);
});

test("how it lets in follows from its effect", () => {
  const scope = { ...emptyScope, users: ["usr_1"], applications: ["mail"], protocols: ["imap"] as const };
  const of = (effect: "allow_factors" | "defer_enrollment" | "allow_legacy_protocol") =>
    letsIn(make.exception({ effect, factors: ["totp", "recovery_code"], scope }), names).how;
  expect(of("allow_factors")).toBe("to Mail over IMAP, with authenticator app, recovery code");
  expect(of("defer_enrollment")).toBe("to Mail over IMAP, without having enrolled a factor");
  expect(of("allow_legacy_protocol")).toBe("to Mail over IMAP, with a password, by a client that cannot prompt");
});

test("from where is every narrowing that is no subject and no application", () => {
  const windows = [{ days: [1, 2], fromMinute: 480, toMinute: 1020 }];
  const scope = { ...emptyScope, networks: ["10.0.0.0/8"], devices: ["managed"] as const, windows, maxUses: 1 };
  expect(fromWhere(make.exception({ scope }), names)).toBe(
    "10.0.0.0/8; managed; Mon, Tue 08:00–17:00 UTC; a single sign-in",
  );
});
