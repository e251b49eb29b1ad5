import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Configuration } from "oidc-provider";

/** Whom the provider signs in next, and what it says of them. */
export type Person = {
  subject: string;
  email?: string;
  isEmailVerified?: boolean;
  name?: string;
  amr?: string[];
  acr?: string;
  /** Seconds since they proved it. */
  age?: number;
};

export const clientId = "mfa-register";
export const clientSecret = "a secret that the test shares with its provider";

/**
 * A real OpenID Connect provider on a port of its own. It asks nobody for anything: whoever is sent there is signed in as
 * the person who was named last, after a page with one button where `hasPage` says so.
 */
export async function startIdentityProvider({
  redirectUris,
  hasPage = false,
}: {
  redirectUris: string[];
  hasPage?: boolean;
}) {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  let person: Person = { subject: "nobody" };
  const people = new Map<string, Person>();
  const provider = new Provider(issuer, configurationFor(redirectUris, people));
  // The test speaks plain HTTP to its own machine.
  provider.on("server_error", (_context, fault) => console.error(fault));
  const serve = provider.callback();
  server.on("request", async (request, response) => {
    const isAsking = request.url?.startsWith("/interaction/") ?? false;
    if (!isAsking) return serve(request, response);
    if (hasPage && request.method === "GET")
      return response
        .writeHead(200, { "Content-Type": "text/html" })
        .end(
          `<!doctype html><title>Provider</title><form method="post"><button>Sign in as ${person.subject}</button></form>`,
        );
    people.set(person.subject, person);
    const { subject: accountId, amr = ["pwd"], acr, age = 0 } = person;
    const ts = Math.floor(Date.now() / 1000) - age;
    await provider.interactionFinished(request, response, {
      login: { accountId, amr, ts, remember: false, ...(acr && { acr }) },
    });
  });
  return {
    issuer,
    signsIn: (next: Person) => {
      person = next;
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function configurationFor(redirectUris: string[], people: ReadonlyMap<string, Person>): Configuration {
  return {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
    claims: { openid: ["sub", "amr", "acr", "auth_time"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["of the test"] },
    features: { devInteractions: { enabled: false } },
    jwks: { keys: [signingKey()] },
    ttl: { Interaction: minutes, Grant: minutes, Session: minutes, AccessToken: minutes, IdToken: minutes },
    pkce: { required: () => true },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: () => {
        const { email, isEmailVerified = true, name } = people.get(subject) ?? {};
        return { sub: subject, ...(email && { email, email_verified: isEmailVerified }), ...(name && { name }) };
      },
    }),
    // Everybody agrees to everything.
    loadExistingGrant: async ({ oidc }) => {
      const { provider, client, session } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  };
}

const minutes = 10 * 60;

function signingKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kty: "RSA", use: "sig", alg: "RS256", kid: "of-the-test" };
}

/** Goes to a provider as a browser does, with the cookies that it sets, until it is sent back to us. */
export async function passThrough(start: string, backTo: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = new URL(start);
  for (let hops = 0; hops < 10; hops += 1) {
    const headers = { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
    const answer = await fetch(at, { redirect: "manual", headers });
    for (const set of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";", 1)[0] ?? "").split(/=(.*)/s);
      cookies.set(name, value);
    }
    const location = answer.headers.get("Location");
    if (location === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    at = new URL(location, at);
    if (at.href.startsWith(backTo)) return at;
  }
  throw new Error("the provider sends people round in circles");
}
