import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { optionalCaller } from "#app/auth/caller.server.ts";
import { setCookie } from "#app/auth/cookies.server.ts";
import { openInvitation } from "#app/auth/invitation.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { askForNewPasskey } from "#app/auth/passkey-options.server.ts";
import { stepUpRequired, tooLate } from "#app/auth/refusals.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

const name = z.string().trim().min(1).max(200).optional().catch(undefined);

/** A one-time link stands in for a session while somebody has none; the names are how the authenticator lists the key. */
const Body = z.object({ setup_token: z.string().max(100).optional(), userName: name, displayName: name });

export const loader = () => methodNotAllowed("POST");

/** Gives the browser what to ask an authenticator that is to make a passkey, and ties the challenge to this browser. */
export function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const { body } = await readJson(request, Body);
    const person = await personOf({ request, context }, body);
    const { options, challengeId, expiresAt } = await askForNewPasskey(context.db, { ...person, ...context });
    const cookie = setCookie("challenge", challengeId, { publicUrl: context.publicUrl, expiresAt });
    return json(200, options, { "Set-Cookie": cookie });
  });
}

async function personOf(
  { request, context }: Pick<ActionFunctionArgs, "request" | "context">,
  body: z.output<typeof Body>,
) {
  const { db, now } = context;
  if (body.setup_token !== undefined) {
    const open = await openInvitation(db, body.setup_token, now);
    if (!open) throw tooLate();
    const { userName = open.user.userName, displayName = open.user.displayName } = body;
    return { workspace: open.workspace, user: { ...open.user, userName, displayName } };
  }
  const caller = await optionalCaller({ request, context });
  if (!caller || !hasFreshFactor(caller.actor, now)) throw stepUpRequired();
  return { workspace: caller.workspace, user: caller.user };
}
