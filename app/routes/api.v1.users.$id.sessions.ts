import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { revokeSessionsOf } from "#app/auth/revoke-sessions.server.ts";
import { sessionsOnWire } from "#app/auth/sessions-on-wire.server.ts";
import {
  managingBy,
  requireDirectoryReadToken,
  requireDirectoryToken,
} from "#app/directory/directory-access.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { listLiveSessions } from "#db/sessions.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireDirectoryReadToken({ request, context });
    const { id } = await personAt(context.db, workspace.id, params.id);
    return json(200, sessionsOnWire(await listLiveSessions(context.db, workspace.id, id, context.now)));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "DELETE") return methodNotAllowed("GET", "DELETE");
    const caller = await requireDirectoryToken({ request, context });
    const { id: userId } = await personAt(context.db, caller.workspace.id, params.id);
    const ended = await revokeSessionsOf(context.db, { ...managingBy(caller, context), userId, id: null });
    return json(200, { ended });
  });
}
