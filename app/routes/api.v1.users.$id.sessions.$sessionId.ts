import type { ActionFunctionArgs } from "@remix-run/node";
import { revokeSessionsOf } from "#app/auth/revoke-sessions.server.ts";
import { managingBy, requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";

export function loader() {
  return methodNotAllowed("DELETE");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "DELETE") return methodNotAllowed("DELETE");
    const caller = await requireDirectoryToken({ request, context });
    const { id: userId } = await personAt(context.db, caller.workspace.id, params.id);
    const id = params.sessionId ?? "";
    const ended = await revokeSessionsOf(context.db, { ...managingBy(caller, context), userId, id });
    return json(200, { ended });
  });
}
