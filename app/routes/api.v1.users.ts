import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { addDirectoryUser } from "#app/directory/change-user.server.ts";
import {
  managingBy,
  requireDirectoryReadToken,
  requireDirectoryToken,
} from "#app/directory/directory-access.server.ts";
import { NewUserWire, UserListParams } from "#app/directory/directory-wire.ts";
import { listUsersOnWire } from "#app/directory/list-on-wire.server.ts";
import { userOnWire } from "#app/directory/to-wire.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson, readQuery } from "#app/http/api.server.ts";
import { directoryUsers } from "#db/directory-users.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireDirectoryReadToken({ request, context });
    return json(200, await listUsersOnWire(context.db, workspace.id, readQuery(request, UserListParams)));
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireDirectoryToken({ request, context });
    const { body, text } = await readJson(request, NewUserWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const user = {
        userName: body.user_name,
        displayName: body.display_name,
        externalId: body.external_id,
        department: body.department,
        ssoRequired: body.sso_required,
      };
      const { id } = await addDirectoryUser(tx, { ...managingBy(caller, context), user });
      const [added] = await directoryUsers(tx, caller.workspace.id, [id]);
      return { status: 201, body: added && userOnWire(added) };
    });
  });
}
