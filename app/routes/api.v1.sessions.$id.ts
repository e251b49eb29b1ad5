import type { ActionFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { revokeOwnSessions } from "#app/auth/revoke-sessions.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";

export function loader() {
  return methodNotAllowed("DELETE");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "DELETE") return methodNotAllowed("DELETE");
    const caller = await requireToken({ request, context }, "write");
    const which = { id: params.id ?? "" };
    return json(200, { ended: await revokeOwnSessions(context.db, { caller, which, now: context.now }) });
  });
}
