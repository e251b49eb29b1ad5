import type { ActionFunctionArgs } from "@remix-run/node";
import { managingBy, requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { PseudonymiseWire } from "#app/directory/directory-wire.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { pseudonymiseUser } from "#app/directory/pseudonymise.server.ts";
import { userOnWire } from "#app/directory/to-wire.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { directoryUsers } from "#db/directory-users.ts";

export function loader() {
  return methodNotAllowed("POST");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireDirectoryToken({ request, context });
    const { body, text } = await readJson(request, PseudonymiseWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { id } = await personAt(tx, caller.workspace.id, params.id);
      const managing = { ...managingBy(caller, context), by: caller.actor };
      await pseudonymiseUser(tx, { ...managing, userId: id, reason: body.reason });
      const [user] = await directoryUsers(tx, caller.workspace.id, [id]);
      return { status: 200, body: user && userOnWire(user) };
    });
  });
}
