import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { clearCookie } from "#app/auth/cookies.server.ts";
import { currentSession, signOut } from "#app/auth/session.server.ts";

export const loader = () => redirect("/");

export async function action({ request, context }: ActionFunctionArgs) {
  const { db, now, publicUrl } = context;
  const session = await currentSession(db, { request, publicUrl, now });
  if (session) await signOut(db, session, now);
  return redirect("/sign-in", { headers: { "Set-Cookie": clearCookie("session", publicUrl) } });
}
