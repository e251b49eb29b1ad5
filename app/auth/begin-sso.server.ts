import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { findIdentityProvider } from "#db/identity-providers.ts";
import type { Session } from "#db/sessions.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { authorizationUrl, openProvider, ProviderFault } from "./provider-client.server.ts";
import { providerUnreachable } from "./sso-refusals.ts";
import { type BegunRequest, rememberRequest } from "./sso-request.server.ts";

/** Where providers send people back to; it is registered with them. */
export function redirectUri(publicUrl: URL): string {
  return `${publicUrl.origin}/sign-in/sso/callback`;
}

/** Asked for where MFA is believed, since providers say when somebody proved themselves only to who asks. */
const signInMaxAge = 24 * 60 * 60;
/** A factor counts as used just now for 15 minutes; the provider's sign-in takes some of them. */
const stepUpMaxAge = 5 * 60;

type Beginning = {
  workspaceId: string;
  providerId: string;
  to: string | null;
  /** The session that is to be stepped up; null to sign in. */
  session: Session | null;
};

export type BegunSso = Pick<BegunRequest, "cookie"> & { provider: Pick<IdentityProvider, "name">; url: URL };

/**
 * Begins a sign-in at a provider, or has somebody who is signed in prove themselves there anew.
 * @throws Refused 403 when the provider does not answer, 404 when there is none of this id to sign in with.
 */
export async function beginSso(
  { db, secrets, publicUrl, now, logFault }: RequestContext,
  { workspaceId, providerId, to, session }: Beginning,
): Promise<BegunSso> {
  const provider = await findIdentityProvider(db, workspaceId, providerId);
  if (!provider?.isEnabled) throw new Refused(404, "unknown_provider", "There is no such way to sign in.");
  const client = await openProvider(clientAt(provider, secrets)).catch((caught: unknown) => {
    if (!(caught instanceof ProviderFault)) throw caught;
    logFault(new Error(`single sign-on with ${provider.issuer}: ${caught.said}`), "single sign-on");
    throw providerUnreachable(provider.name);
  });
  const { binding, cookie } = await rememberRequest(db, {
    workspaceId,
    providerId,
    to,
    sessionHash: session?.idHash ?? null,
    secrets,
    now,
  });
  const signInAge = provider.trustsMfa ? signInMaxAge : null;
  const maxAgeSeconds = session === null ? signInAge : stepUpMaxAge;
  const asked = { redirectUri: redirectUri(publicUrl), scopes: provider.scopes, binding, maxAgeSeconds };
  return { provider, cookie, url: await authorizationUrl(client, asked) };
}

/** Returns how we are known at a provider, with the secret in clear. */
export function clientAt({ issuer, clientId, clientSecret }: IdentityProvider, secrets: RequestContext["secrets"]) {
  return { issuer, clientId, clientSecret: clientSecret === null ? null : secrets.open(clientSecret) };
}
