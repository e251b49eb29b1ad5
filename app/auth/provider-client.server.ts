import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
} from "openid-client";
import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import type { SaidPerson } from "./federated-account.ts";
import { isLoopback, issuerFault } from "./issuer.ts";
import type { SaidMethods } from "./provider-methods.ts";

/** Nobody waits at a sign-in page for a provider that hangs. */
const timeoutSeconds = 5;

/** How we are known at a provider. */
export type ClientAt = { issuer: string; clientId: string; clientSecret: string | null };

/** A provider did not answer, or with something that cannot be worked with; `said` is in plain words, for an admin. */
export class ProviderFault extends Error {
  readonly said: string;
  constructor(said: string, cause?: unknown) {
    super(said, { cause });
    this.name = "ProviderFault";
    this.said = said;
  }
}

/**
 * Reads how a provider is talked to, from its own description.
 * @throws ProviderFault for an issuer that is no https address, does not answer in time or describes something else.
 */
export async function openProvider({ issuer, clientId, clientSecret }: ClientAt): Promise<Configuration> {
  const fault = issuerFault(issuer);
  if (fault) throw new ProviderFault(fault);
  const server = new URL(issuer);
  const insecure = isLoopback(server) && server.protocol === "http:" ? [allowInsecureRequests] : [];
  const options = { timeout: timeoutSeconds, execute: [...insecure, enableNonRepudiationChecks] };
  const found = await discovery(server, clientId, undefined, authenticationWith(clientSecret), options).catch(
    (caught: unknown) => {
      throw new ProviderFault(faultOf(caught), caught);
    },
  );
  const { authorization_endpoint, token_endpoint, jwks_uri, issuer: own } = found.serverMetadata();
  if (!authorization_endpoint || !token_endpoint || !jwks_uri)
    throw new ProviderFault(
      "The provider does not say where people sign in, where codes are redeemed or what it signs with.",
    );
  // One issuer for many organisations cannot say whose people its people are.
  if (own.includes("{")) throw new ProviderFault("This issuer speaks for any organisation. Enter the one of your own.");
  return found;
}

/** RFC 6749 has every provider take the first way; where one lists its ways without it, the second is used. */
function authenticationWith(secret: string | null): ClientAuth {
  if (secret === null) return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    return (ways.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}

function faultOf(caught: unknown): string {
  const code = caught instanceof ClientError ? caught.code : undefined;
  switch (code) {
    case "OAUTH_TIMEOUT":
      return `The provider did not answer within ${timeoutSeconds} seconds.`;
    case "OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED":
      return "The provider at this address calls itself by another issuer. Enter the issuer exactly as it does.";
    case undefined:
      return "Nothing answers at this address. Check it, and that this server may reach it.";
    default:
      return "The address answers, but not with the description of an OpenID Connect provider.";
  }
}

/** What a sign-in at a provider is bound to; the browser's cookie leads to it, once. */
export type Binding = { state: string; nonce: string; codeVerifier: string };

type Asking = {
  redirectUri: string;
  scopes: readonly string[];
  binding: Binding;
  /** How long ago somebody may have proved themselves there; null where that does not matter. */
  maxAgeSeconds: number | null;
};

/** Returns where to send the browser. */
export async function authorizationUrl(
  client: Configuration,
  { redirectUri, scopes, binding: { state, nonce, codeVerifier }, maxAgeSeconds }: Asking,
): Promise<URL> {
  return buildAuthorizationUrl(client, {
    redirect_uri: redirectUri,
    scope: scopes.join(" "),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: "S256",
    ...(maxAgeSeconds !== null && { max_age: String(maxAgeSeconds) }),
  });
}

const text = z.string().trim().min(1).max(320);
/** Plain letters only: an address of others could be made to read like somebody's once it is brought into one form. */
const address = z
  .email()
  .max(320)
  .transform((email) => email.toLowerCase());
const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  // Another shape of these is as good as none of them.
  email: address.nullable().catch(null),
  email_verified: z.boolean().catch(false),
  name: text.nullable().catch(null),
  amr: z.array(z.string().max(100)).max(50).catch([]),
  acr: z.string().max(500).nullable().catch(null),
  auth_time: z.number().nullable().catch(null),
});

/** What a provider said of somebody, signed by it. */
export type Said = SaidPerson & SaidMethods & { issuer: string };

/**
 * Redeems the answer that the browser brought. The token is ours, new, of this provider, for this sign-in and signed, or
 * it is refused (OpenID Connect Core, 3.1.3.7); an answer that names another issuer is refused as well (RFC 9207).
 * @throws whatever is wrong with it, for the log and not for people.
 */
export async function redeem(client: Configuration, answer: URL, binding: Binding): Promise<Said> {
  const { state, nonce, codeVerifier } = binding;
  const tokens = await authorizationCodeGrant(client, answer, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const token = tokens.claims();
  if (!token) throw new Error("the provider sent no ID token, expected one");
  // Many providers say who it is only where they are asked for it separately; the subject has to be the same.
  const isSilent = token.email === undefined || token.email_verified === undefined;
  const asked = isSilent && client.serverMetadata().userinfo_endpoint !== undefined;
  const person = asked ? await fetchUserInfo(client, tokens.access_token, token.sub) : token;
  const { iss, sub, email, email_verified, name, amr, acr, auth_time } = Claims.parse({
    ...token,
    email: person.email,
    email_verified: person.email_verified,
    name: person.name,
  });
  return {
    issuer: iss,
    subject: sub,
    email,
    isEmailVerified: email_verified,
    name,
    amr,
    acr,
    authTime: instantOf(auth_time),
  };
}

function instantOf(seconds: number | null): Instant | null {
  const at = new Date((seconds ?? Number.NaN) * 1000);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
