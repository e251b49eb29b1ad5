import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { optionalCaller } from "#app/auth/caller.server.ts";
import { chosenWorkspace } from "#app/auth/chosen-workspace.server.ts";
import { setCookie } from "#app/auth/cookies.server.ts";
import { askForSignIn, askForStepUp } from "#app/auth/passkey-options.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";

const Params = z.object({
  purpose: z.enum(["sign_in", "step_up"]).default("sign_in"),
  workspace: z.string().optional(),
});

/** Gives the browser what to ask an authenticator, and a cookie that ties the challenge to this browser. */
export function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const params = Params.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!params.success) return problem(400, "invalid_query", "The purpose is sign_in or step_up.");
    const asked = await ask({ request, context }, params.data);
    if (asked instanceof Response) return asked;
    const { options, challengeId, expiresAt } = asked;
    const cookie = setCookie("challenge", challengeId, { publicUrl: context.publicUrl, expiresAt });
    return json(200, options, { "Set-Cookie": cookie });
  });
}

export const action = () => methodNotAllowed("GET");

async function ask(
  { request, context }: Pick<LoaderFunctionArgs, "request" | "context">,
  params: z.output<typeof Params>,
) {
  if (params.purpose === "step_up") {
    const caller = await optionalCaller({ request, context });
    return caller ? askForStepUp(context.db, caller.user, context) : problem(401, "unauthenticated", "Sign in first.");
  }
  const { workspace } = await chosenWorkspace(context.db, params.workspace);
  // What was named is a guess until somebody has signed in, so the answer says no more than it has to.
  return workspace
    ? askForSignIn(context.db, workspace.id, context)
    : problem(400, "unknown_workspace", "Enter the short name of your workspace first.");
}
