/**
 * What passkeys are made for (WebAuthn's relying party): the domain, and the pages that may ask for them, which are our
 * own and those of other front ends of the same organisation.
 */
export type RelyingParty = { id: string; origins: readonly [ours: string, ...others: string[]] };

/** Where an authenticator is asked for something: the page it is asked on, and for which domain. */
export type AskedAt = { origin: string; rpId: string };

/** Returns where a request asks: on the page of a known front end, or else on our own. */
export function askedAt({ id, origins }: RelyingParty, request: Request): AskedAt {
  const named = request.headers.get("Origin");
  return { origin: origins.find((origin) => origin === named) ?? origins[0], rpId: id };
}

/** Whether a domain may be the relying party of pages on a host: the host itself, or a domain above it. */
export function isWithin(host: string, rpId: string): boolean {
  return host === rpId || (rpId.includes(".") && host.endsWith(`.${rpId}`));
}

/** Whether pages of an origin could ask for passkeys of this domain: over TLS or on this machine, and within it. */
export function isFrontEndOrigin(text: string, rpId: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isSafe = protocol === "https:" || (protocol === "http:" && hostname === "localhost");
  return origin === text && isSafe && isWithin(hostname, rpId);
}
