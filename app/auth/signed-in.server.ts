import { redirect } from "@remix-run/node";
import { returnPath } from "./return-path.ts";
import type { OpenedSession } from "./session.server.ts";
import { sessionCookies } from "./session-cookies.server.ts";

/** Sends the browser on with its new session: to where it wanted to go, or to the next step of the sign-in. */
export function signedIn(opened: OpenedSession, { to, publicUrl }: { to: string | null; publicUrl: URL }): Response {
  const headers = new Headers();
  for (const cookie of sessionCookies(opened, publicUrl)) headers.append("Set-Cookie", cookie);
  const isIn = opened.session.decisionId !== null;
  const onward = to === null ? "/sign-in" : `/sign-in?to=${encodeURIComponent(to)}`;
  return redirect(isIn ? returnPath(to) : onward, { headers });
}
