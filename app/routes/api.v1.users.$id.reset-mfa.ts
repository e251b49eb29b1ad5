import type { ActionFunctionArgs } from "@remix-run/node";
import { MfaResetProof } from "#app/auth/mfa-reset.ts";
import { resetMfa } from "#app/auth/reset-mfa.server.ts";
import { requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export function loader() {
  return methodNotAllowed("POST");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireDirectoryToken({ request, context });
    const { body: proof, text } = await readJson(request, MfaResetProof);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { id: userId } = await personAt(tx, caller.workspace.id, params.id);
      const by = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor };
      const { link, factors, sessions, tokens } = await resetMfa(tx, { ...context, ...by, userId, proof });
      // The link itself is mailed: an answer is remembered for repeats, and a link is not to lie in the database.
      return { status: 200, body: { factors, sessions, tokens, invited_until: link?.expiresAt ?? null } };
    });
  });
}
