const loopback = ["localhost", "127.0.0.1", "[::1]"];

/** Whether an address leads to this very machine, where nobody listens in. */
export function isLoopback({ hostname }: URL): boolean {
  return loopback.includes(hostname);
}

/** Returns what is wrong with the address of an issuer, in plain words, or null (OpenID Connect Core, 1.2). */
export function issuerFault(issuer: string): string | null {
  const url = URL.parse(issuer);
  if (!url) return "Enter the provider's issuer, an address that begins with https://.";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url)))
    return "The issuer has to begin with https://. Only a provider on this very machine may do without.";
  if (url.username || url.password || url.search || url.hash || issuer.includes("#") || issuer.includes("?"))
    return "The issuer is an address without a question mark, a # or a password in it.";
  if (url.pathname.includes("/.well-known/"))
    return "Enter the issuer itself: the address of the description without /.well-known/openid-configuration.";
  return null;
}
