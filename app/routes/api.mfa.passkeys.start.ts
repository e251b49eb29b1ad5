import type { ActionFunctionArgs } from "@remix-run/node";
import { setCookie } from "#app/auth/cookies.server.ts";
import { askForNewPasskey } from "#app/auth/passkey-options.server.ts";
import { StartPasskeyWire } from "#app/auth/passkey-wire.ts";
import { askedAt } from "#app/auth/relying-party.ts";
import { whoEnrols } from "#app/auth/who-enrols.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export const loader = () => methodNotAllowed("POST");

/** Gives the browser what to ask an authenticator that is to make a passkey, and ties the challenge to this browser. */
export function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const { setup_token, ...names } = (await readJson(request, StartPasskeyWire)).body;
    const { db, now, publicUrl, relyingParty } = context;
    const who = await whoEnrols(request, context, setup_token);
    const user = who.by === "link" ? { ...who.user, ...given(names) } : who.user;
    const asking = { workspace: who.workspace, user, sessionHash: who.sessionHash, now };
    const { options, challengeId, expiresAt } = await askForNewPasskey(db, {
      ...asking,
      at: askedAt(relyingParty, request),
    });
    return json(200, options, { "Set-Cookie": setCookie("challenge", challengeId, { publicUrl, expiresAt }) });
  });
}

/** What somebody says of themself before they have an account says nothing yet but how their authenticator lists it. */
function given(names: { userName?: string | undefined; displayName?: string | undefined }) {
  return {
    ...(names.userName !== undefined && { userName: names.userName }),
    ...(names.displayName !== undefined && { displayName: names.displayName }),
  };
}
