import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { revokeOwnSessions } from "#app/auth/revoke-sessions.server.ts";
import { sessionsOnWire } from "#app/auth/sessions-on-wire.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { listLiveSessions } from "#db/sessions.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace, user } = await requireToken({ request, context }, "read");
    return json(200, sessionsOnWire(await listLiveSessions(context.db, workspace.id, user.id, context.now)));
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "DELETE") return methodNotAllowed("GET", "DELETE");
    const caller = await requireToken({ request, context }, "write");
    return json(200, { ended: await revokeOwnSessions(context.db, { caller, which: "all", now: context.now }) });
  });
}
