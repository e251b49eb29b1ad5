import type { ActionFunctionArgs } from "@remix-run/node";
import { chosenWorkspace } from "#app/auth/chosen-workspace.server.ts";
import { readCookie } from "#app/auth/cookies.server.ts";
import { PasskeySignatureWire } from "#app/auth/passkey-response.ts";
import { clientOf, currentSession } from "#app/auth/session.server.ts";
import { sessionAnswer } from "#app/auth/session-answer.server.ts";
import { signInWithPasskey } from "#app/auth/sign-in.server.ts";
import { stepUpWithPasskey } from "#app/auth/step-up.server.ts";
import { WebauthnQuery } from "#app/auth/webauthn-query.ts";
import { answer, methodNotAllowed, readJson, readQuery } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";

export const loader = () => methodNotAllowed("POST");

/** Checks a passkey's signature over the challenge that this browser was given: to sign in, or to show a factor anew. */
export function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const { purpose, workspace: named } = readQuery(request, WebauthnQuery);
    const { body: signature } = await readJson(request, PasskeySignatureWire);
    const { db, now, publicUrl } = context;
    const challengeId = readCookie(request, "challenge", publicUrl);
    const session = await currentSession(db, { request, publicUrl, now });
    if (purpose === "step_up") {
      if (!session || session.decisionId === null) throw problem(401, "unauthenticated", "Sign in first.");
      const step = { session, client: clientOf(request, context), now };
      return sessionAnswer(await stepUpWithPasskey(context, { ...step, signature, challengeId }), { request, context });
    }
    // A workspace that does not exist has nobody in it.
    const workspaceId = (await chosenWorkspace(db, named)).workspace?.id ?? "";
    const entering = { workspaceId, client: clientOf(request, context), earlier: session, now };
    return sessionAnswer(await signInWithPasskey(context, { ...entering, signature, challengeId }), {
      request,
      context,
    });
  });
}
