import type { ActionFunctionArgs } from "@remix-run/node";
import { changeAccess } from "#app/auth/give-access.server.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import { managingBy, requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { AccessWire } from "#app/directory/directory-wire.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { userOnWire } from "#app/directory/to-wire.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { directoryUsers } from "#db/directory-users.ts";

export const loader = () => methodNotAllowed("PUT", "DELETE");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT" && request.method !== "DELETE") return methodNotAllowed("PUT", "DELETE");
    const caller = await requireDirectoryToken({ request, context });
    const { now } = context;
    const isEnd = request.method === "DELETE";
    const { body, text } = isEnd ? { body: { ends_at: now }, text: "" } : await readJson(request, AccessWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { id: userId } = await personAt(tx, caller.workspace.id, params.id);
      if (!hasFreshFactor(caller.actor, now)) throw stepUpRequired();
      await changeAccess(tx, { ...managingBy(caller, context), userId, endsAt: body.ends_at });
      const [user] = await directoryUsers(tx, caller.workspace.id, [userId]);
      return { status: 200, body: user && userOnWire(user) };
    });
  });
}
