import { expect, test } from "vitest";
import { askedAt, isFrontEndOrigin, isWithin } from "#app/auth/relying-party.ts";

const relyingParty = {
  id: "acme.example",
  origins: ["https://register.acme.example", "https://portal.acme.example"],
} as const;

const asking = (origin?: string) =>
  askedAt(relyingParty, new Request("https://register.acme.example/", { headers: origin ? { Origin: origin } : {} }));

test("a page of a known front end asks for itself, and whatever else asks counts as ours", () => {
  expect(asking("https://portal.acme.example").origin).toBe("https://portal.acme.example");
  for (const origin of [undefined, "https://evil.example", "https://portal.acme.example.evil.example", "null"])
    expect(asking(origin)).toEqual({ origin: "https://register.acme.example", rpId: "acme.example" });
});

test.each([
  ["acme.example", "acme.example", true],
  ["register.acme.example", "acme.example", true],
  ["a.b.acme.example", "acme.example", true],
  ["acme.example", "register.acme.example", false],
  ["evilacme.example", "acme.example", false],
  ["acme.example", "example", false],
  ["localhost", "localhost", true],
  ["portal.localhost", "localhost", false],
  ["127.0.0.1", "127.0.0.1", true],
])("pages on %s use passkeys of %s: %s", (host, rpId, may) => {
  expect(isWithin(host, rpId)).toBe(may);
});

test("a front end is over TLS, or on this machine", () => {
  expect(isFrontEndOrigin("https://portal.acme.example", "acme.example")).toBe(true);
  expect(isFrontEndOrigin("http://portal.acme.example", "acme.example")).toBe(false);
  expect(isFrontEndOrigin("http://localhost:5000", "localhost")).toBe(true);
});
