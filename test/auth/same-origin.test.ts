import { expect, test } from "vitest";
import { refuseCrossOrigin } from "#app/auth/same-origin.ts";

const ours = "https://register.acme.example";
const cookie = "__Host-mfa_session=x";

const allowed: [what: string, method: string, headers: Record<string, string>][] = [
  ["a page may be read from anywhere", "GET", { origin: "https://evil.example", cookie }],
  ["a form of our own page", "POST", { origin: ours, cookie }],
  ["a form whose browser sends no Origin but says same-origin", "POST", { "sec-fetch-site": "same-origin", cookie }],
  ["a script with a bearer token and no cookie", "POST", { authorization: "Bearer mfar_x" }],
];

const refused: [what: string, method: string, headers: Record<string, string>][] = [
  ["a form of another site", "POST", { origin: "https://evil.example", cookie }],
  ["a form of a sister site", "POST", { origin: "https://wiki.acme.example", "sec-fetch-site": "same-site", cookie }],
  ["the same host on another port", "POST", { origin: `${ours}:8443`, cookie }],
  ["the same host without TLS", "POST", { origin: "http://register.acme.example", cookie }],
  ["an origin that begins like ours", "POST", { origin: `${ours}.evil.example`, cookie }],
  ["a sandboxed frame", "POST", { origin: "null", "sec-fetch-site": "cross-site", cookie }],
  ["a request that says nothing of where it comes from", "POST", { cookie }],
  ["a request that its browser calls user-initiated", "POST", { "sec-fetch-site": "none", cookie }],
  [
    "a token beside a cookie, sent by another site",
    "POST",
    { origin: "https://evil.example", authorization: "Bearer x", cookie },
  ],
  ["a login form filled in by another site, without a cookie yet", "POST", { origin: "https://evil.example" }],
  ["basic credentials that a browser adds by itself", "POST", { authorization: "Basic eA==" }],
  ["any method that changes something", "DELETE", { origin: "https://evil.example", cookie }],
];

for (const [what, method, headers] of allowed) {
  test(`${what} is let through`, () => {
    expect(refuseCrossOrigin(method, headers, ours)).toBeNull();
  });
}

for (const [what, method, headers] of refused) {
  test(`${what} is refused`, () => {
    expect(refuseCrossOrigin(method, headers, ours)).toEqual(expect.any(String));
  });
}
