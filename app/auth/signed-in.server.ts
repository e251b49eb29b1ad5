import { redirect } from "@remix-run/node";
import { clearCookie, setCookie } from "./cookies.server.ts";
import { returnPath } from "./return-path.ts";
import type { OpenedSession } from "./session.server.ts";

/** Sends the browser on with its new session; the challenge that led to it is of no more use. */
export function signedIn(
  { value, session }: OpenedSession,
  { to, publicUrl }: { to: string | null; publicUrl: URL },
): Response {
  const headers = new Headers();
  headers.append("Set-Cookie", setCookie("session", value, { publicUrl, expiresAt: session.expiresAt }));
  headers.append("Set-Cookie", clearCookie("challenge", publicUrl));
  return redirect(returnPath(to), { headers });
}
