import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issuerFault } from "#app/auth/issuer.ts";
import { authorizationUrl, openProvider, ProviderFault, redeem } from "#app/auth/provider-client.server.ts";
import { clientId, clientSecret, passThrough, startIdentityProvider } from "#test/support/identity-provider.ts";
import { callback } from "#test/support/sso.ts";

/** Answers every request alike, or never. */
async function startServer(answer: ((issuer: string) => { status?: number; body: string }) | null) {
  const server = createServer((_request, response) => {
    const { port } = server.address() as AddressInfo;
    const { status = 200, body } = answer?.(`http://127.0.0.1:${port}`) ?? { body: "" };
    if (answer) response.writeHead(status, { "Content-Type": "application/json" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Returns in which words a provider is refused. */
async function faultOf(issuer: string): Promise<string> {
  const fault = await openProvider({ issuer, clientId, clientSecret }).catch((caught: unknown) => caught);
  return fault instanceof ProviderFault ? fault.said : `no fault: ${fault}`;
}

const description = (issuer: string, more: object = {}) => ({
  body: JSON.stringify({
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    ...more,
  }),
});

describe("what is no provider is refused in plain words", () => {
  const cases: [string, ((issuer: string) => { status?: number; body: string }) | null, string][] = [
    ["something that is no description", () => ({ body: "[]" }), "not with the description"],
    ["a page", () => ({ body: "<html>" }), "not with the description"],
    ["an error", () => ({ status: 500, body: "{}" }), "not with the description"],
    ["another issuer", () => description("http://127.0.0.1:1"), "by another issuer"],
    ["one without keys", (issuer) => description(issuer, { jwks_uri: undefined }), "does not say where"],
    ["one that never answers", null, "did not answer within 5 seconds"],
  ];
  for (const [what, answer, words] of cases)
    test(what, async () => {
      const server = await startServer(answer);
      expect(await faultOf(server.issuer)).toContain(words);
      server.close();
    });

  test("nothing at all", async () => {
    const { issuer, close } = await startServer(null);
    close();
    expect(await faultOf(issuer)).toContain("Nothing answers");
  });

  test("a way on that is no web address leads nobody there", async () => {
    const server = await startServer((issuer) =>
      description(issuer, { authorization_endpoint: "javascript:alert(1)" }),
    );
    const client = await openProvider({ issuer: server.issuer, clientId, clientSecret });
    const binding = { state: "s", nonce: "n", codeVerifier: "v".repeat(43) };
    const asking = { redirectUri: callback, scopes: ["openid"], binding, maxAgeSeconds: null };
    await expect(authorizationUrl(client, asking)).rejects.toThrow();
    server.close();
  });
});

test("an issuer is an https address, or one on this very machine", () => {
  for (const issuer of ["https://login.example.com", "https://login.example.com/tenant/", "http://localhost:8080"])
    expect(issuerFault(issuer)).toBeNull();
  const wrong = [
    "",
    "login.example.com",
    "http://login.example.com",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "ftp://localhost",
    "https://user:password@login.example.com",
    "https://login.example.com/?x=1",
    "https://login.example.com/#x",
    "https://login.example.com/.well-known/openid-configuration",
  ];
  for (const issuer of wrong) expect(issuerFault(issuer), issuer).not.toBeNull();
});

describe("what a provider sends back", () => {
  let idp: Awaited<ReturnType<typeof startIdentityProvider>>;
  beforeAll(async () => {
    idp = await startIdentityProvider({ redirectUris: [callback] });
  });
  afterAll(() => idp.close());

  const binding = { state: "s".repeat(43), nonce: "n".repeat(43), codeVerifier: "v".repeat(43) };
  const passed = async (email: string, secret = clientSecret) => {
    idp.signsIn({ subject: email, email, amr: ["otp"], acr: "high" });
    const client = await openProvider({ issuer: idp.issuer, clientId, clientSecret: secret });
    const asking = { redirectUri: callback, scopes: ["openid", "email"], binding, maxAgeSeconds: null };
    return { client, answer: await passThrough((await authorizationUrl(client, asking)).href, callback) };
  };

  test("is read with its issuer, subject, address and what it says of the proof", async () => {
    const { client, answer } = await passed("Anita@Acme.example");
    expect(await redeem(client, answer, binding)).toMatchObject({
      issuer: idp.issuer,
      subject: "Anita@Acme.example",
      email: "anita@acme.example",
      isEmailVerified: true,
      amr: ["otp"],
      acr: "high",
    });
  });

  for (const email of [
    "\uff41nita@acme.example",
    "an\u0131ta@acme.example",
    "\u212aim@acme.example",
    "owner",
    "a@b@c.example",
  ])
    test(`${email} is no address`, async () => {
      const { client, answer } = await passed(email);
      expect(await redeem(client, answer, binding)).toMatchObject({ subject: email, email: null });
    });

  const wrong: [string, Partial<typeof binding>][] = [
    ["nonce", { nonce: "x".repeat(43) }],
    ["state", { state: "x".repeat(43) }],
    ["code verifier", { codeVerifier: "x".repeat(43) }],
  ];
  for (const [what, other] of wrong)
    test(`is refused for another ${what}`, async () => {
      const { client, answer } = await passed("anita@acme.example");
      await expect(redeem(client, answer, { ...binding, ...other })).rejects.toThrow();
    });

  test("is not given out for a wrong secret", async () => {
    const { client, answer } = await passed("anita@acme.example", "another secret");
    await expect(redeem(client, answer, binding)).rejects.toThrow();
  });
});
