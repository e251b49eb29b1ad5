import type { Instant } from "#app/engine/types.ts";

/**
 * The cookies of signing in: who is here, which challenge this browser was given, by what it is known again, and which
 * sign-in at an identity provider it has begun.
 */
type CookieName = "session" | "challenge" | "device" | "sso";

const shape = {
  session: /^[A-Za-z0-9_-]{43}$/,
  challenge: /^chl_[0-9a-z]{20}$/,
  device: /^[A-Za-z0-9_-]{43}$/,
  sso: /^ws_[0-9a-z]{20}\.chl_[0-9a-z]{20}$/,
} as const satisfies Record<CookieName, RegExp>;

/** On https the name makes the browser itself insist on Secure and on this very host. */
function fullName(name: CookieName, publicUrl: URL): string {
  return publicUrl.protocol === "https:" ? `__Host-mfa_${name}` : `mfa_${name}`;
}

/** Returns the cookie's value, or null when there is none or it is not of our making. */
export function readCookie(request: Request, name: CookieName, publicUrl: URL): string | null {
  const wanted = fullName(name, publicUrl);
  for (const pair of (request.headers.get("Cookie") ?? "").split(";")) {
    const [key, value = ""] = pair.trim().split("=", 2);
    if (key === wanted) return shape[name].test(value) ? value : null;
  }
  return null;
}

/** Returns a Set-Cookie value; the browser forgets the cookie when it ends. */
export function setCookie(
  name: CookieName,
  value: string,
  { publicUrl, expiresAt }: { publicUrl: URL; expiresAt: Instant },
): string {
  const secure = publicUrl.protocol === "https:" ? "; Secure" : "";
  const expires = new Date(expiresAt).toUTCString();
  return `${fullName(name, publicUrl)}=${value}; Path=/; HttpOnly; SameSite=Lax; Expires=${expires}${secure}`;
}

/** Returns a Set-Cookie value that removes the cookie. */
export function clearCookie(name: CookieName, publicUrl: URL): string {
  return setCookie(name, "", { publicUrl, expiresAt: new Date(0).toISOString() });
}
