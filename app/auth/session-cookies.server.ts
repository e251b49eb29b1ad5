import { clearCookie, setCookie } from "./cookies.server.ts";
import type { OpenedSession } from "./session.server.ts";

/** Returns the Set-Cookie values that hand a browser its new session; the challenge that led to it is of no more use. */
export function sessionCookies({ value, session, device }: OpenedSession, publicUrl: URL): string[] {
  return [
    setCookie("session", value, { publicUrl, expiresAt: session.expiresAt }),
    ...(device ? [setCookie("device", device.value, { publicUrl, expiresAt: device.expiresAt })] : []),
    clearCookie("challenge", publicUrl),
  ];
}
