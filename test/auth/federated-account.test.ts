import { expect, test } from "vitest";
import { accountOf } from "#app/auth/federated-account.ts";

const said = { subject: "s1", email: "anita@acme.example", isEmailVerified: true, name: "Anita" };
const closed = { domains: [], addsPeople: false };
const open = { domains: ["acme.example"], addsPeople: true };
const nobody = { linked: null, named: null };
const anita = { id: "usr_anita", disabledAt: null };
const barred = { id: "usr_anita", disabledAt: "2026-11-01T00:00:00.000Z" };
const named = { ...anita, hasOtherLink: false };

test("whoever was linked is known by the subject, whatever their address is by now", () => {
  const other = { ...said, email: "somebody.else@acme.example", isEmailVerified: false };
  expect(accountOf(other, closed, { linked: anita, named: null })).toEqual({ kind: "known", userId: "usr_anita" });
});

test("a verified address links to the person who has it", () => {
  expect(accountOf(said, closed, { linked: null, named })).toEqual({ kind: "link", userId: "usr_anita" });
});

test("somebody new is added only where that is switched on, by the name that the provider gives", () => {
  expect(accountOf(said, open, nobody)).toEqual({ kind: "add", userName: said.email, displayName: "Anita" });
  expect(accountOf({ ...said, name: null }, open, nobody)).toMatchObject({ displayName: said.email });
  expect(accountOf(said, { ...open, addsPeople: false }, nobody)).toMatchObject({ refusal: "account_unknown" });
});

const refusals: [string, typeof said | (Omit<typeof said, "email"> & { email: null }), object, string][] = [
  ["an address that the provider has not verified", { ...said, isEmailVerified: false }, { named }, "email_unverified"],
  ["somebody without an address", { ...said, email: null }, {}, "email_missing"],
  ["an address of another domain", { ...said, email: "anita@other.example" }, { named }, "domain_refused"],
  ["a domain that only ends like ours", { ...said, email: "anita@notacme.example" }, {}, "domain_refused"],
  ["a subdomain", { ...said, email: "anita@sub.acme.example" }, {}, "domain_refused"],
  ["a domain in the mailbox", { ...said, email: '"x@acme.example"@other.example' }, {}, "domain_refused"],
  ["a second subject for one person", said, { named: { ...named, hasOtherLink: true } }, "linked_otherwise"],
  ["somebody barred, by their address", said, { named: { ...barred, hasOtherLink: false } }, "account_disabled"],
  ["somebody barred, by their link", said, { linked: barred }, "account_disabled"],
];
for (const [what, person, known, refusal] of refusals)
  test(`refused: ${what}`, () => {
    expect(accountOf(person, open, { ...nobody, ...known })).toEqual({ kind: "refused", refusal });
  });
