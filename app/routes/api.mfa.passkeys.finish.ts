import type { ActionFunctionArgs } from "@remix-run/node";
import { acceptWithPasskey } from "#app/auth/accept-invitation.server.ts";
import { clearCookie, readCookie } from "#app/auth/cookies.server.ts";
import { enrolAndEnter } from "#app/auth/enrolling.server.ts";
import { confirmPasskey } from "#app/auth/enrolment.server.ts";
import { addOwnFactor } from "#app/auth/own-factors.server.ts";
import { type AddedPasskeyWire, FinishPasskeyWire } from "#app/auth/passkey-wire.ts";
import { clientOf } from "#app/auth/session.server.ts";
import { sessionAnswer } from "#app/auth/session-answer.server.ts";
import { sessionCookies } from "#app/auth/session-cookies.server.ts";
import { whoEnrols } from "#app/auth/who-enrols.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export const loader = () => methodNotAllowed("POST");

/** Stores the passkey that was made. Whoever was on the way in is signed in with it, as far as the policy lets them. */
export function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const {
      label = null,
      setup_token,
      userName,
      displayName,
      ...made
    } = (await readJson(request, FinishPasskeyWire)).body;
    const { db, now, publicUrl } = context;
    const who = await whoEnrols(request, context, setup_token);
    const client = clientOf(request, context);
    const challengeId = readCookie(request, "challenge", publicUrl);
    if (who.by === "link") {
      const names = userName && displayName ? { userName, displayName } : null;
      const accepting = { token: who.token, names, answer: made, challengeId, client, now };
      return sessionAnswer(await acceptWithPasskey(context, accepting), { request, context });
    }
    const { user, sessionHash } = who;
    const factor = await confirmPasskey(db, { user, sessionHash, answer: made, challengeId, label, now });
    if (who.by === "wall") {
      const { session } = who.enrolling;
      return sessionAnswer(await enrolAndEnter(context, { session, user, factor, client, now }), { request, context });
    }
    const stronger = await addOwnFactor(context, { caller: who.caller, client, factor, newPassword: null, now });
    const { kind, label: called } = factor;
    const added = json(201, { kind, label: called } satisfies AddedPasskeyWire);
    const cookies = stronger ? sessionCookies(stronger, publicUrl) : [clearCookie("challenge", publicUrl)];
    for (const cookie of cookies) added.headers.append("Set-Cookie", cookie);
    return added;
  });
}
