import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  managingBy,
  requireDirectoryReadToken,
  requireDirectoryToken,
} from "#app/directory/directory-access.server.ts";
import { UserChangesWire } from "#app/directory/directory-wire.ts";
import { patchUser } from "#app/directory/patch.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { userOnWire } from "#app/directory/to-wire.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { directoryUsers } from "#db/directory-users.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireDirectoryReadToken({ request, context });
    const { id } = await personAt(context.db, workspace.id, params.id);
    const [user] = await directoryUsers(context.db, workspace.id, [id]);
    return json(200, user && userOnWire(user));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PATCH") return methodNotAllowed("GET", "PATCH");
    const caller = await requireDirectoryToken({ request, context });
    const { body, text } = await readJson(request, UserChangesWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { id } = await personAt(tx, caller.workspace.id, params.id);
      await patchUser(tx, { ...managingBy(caller, context), userId: id, patch: body });
      const [user] = await directoryUsers(tx, caller.workspace.id, [id]);
      return { status: 200, body: user && userOnWire(user) };
    });
  });
}
