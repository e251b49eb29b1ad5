import type { LoaderFunctionArgs } from "@remix-run/node";
import type { z } from "zod";
import { optionalCaller } from "#app/auth/caller.server.ts";
import { chosenWorkspace } from "#app/auth/chosen-workspace.server.ts";
import { setCookie } from "#app/auth/cookies.server.ts";
import { askForSignIn, askForStepUp } from "#app/auth/passkey-options.server.ts";
import { askedAt } from "#app/auth/relying-party.ts";
import { WebauthnQuery } from "#app/auth/webauthn-query.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";

/** Gives the browser what to ask an authenticator, and a cookie that ties the challenge to this browser. */
export function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { publicUrl } = context;
    const { options, challengeId, expiresAt } = await ask({ request, context }, readQuery(request, WebauthnQuery));
    return json(200, options, { "Set-Cookie": setCookie("challenge", challengeId, { publicUrl, expiresAt }) });
  });
}

export const action = () => methodNotAllowed("GET");

async function ask(
  { request, context }: Pick<LoaderFunctionArgs, "request" | "context">,
  { purpose, workspace: named }: z.output<typeof WebauthnQuery>,
) {
  const { db, now } = context;
  const asking = { at: askedAt(context.relyingParty, request), now };
  if (purpose === "step_up") {
    const caller = await optionalCaller({ request, context });
    if (!caller?.session) throw problem(401, "unauthenticated", "Sign in first.");
    return askForStepUp(db, { user: caller.user, sessionHash: caller.session.idHash, ...asking });
  }
  const { workspace } = await chosenWorkspace(db, named);
  // What was named is a guess until somebody has signed in, so the answer says no more than it has to.
  if (!workspace) throw problem(400, "unknown_workspace", "Enter the short name of your workspace first.");
  return askForSignIn(db, workspace.id, asking);
}
