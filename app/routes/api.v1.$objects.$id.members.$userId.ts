import type { ActionFunctionArgs } from "@remix-run/node";
import { addMember, removeMember } from "#app/directory/change-object.server.ts";
import { managingBy, requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { memberKindNamed } from "#app/directory/kind-named.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";

export async function loader() {
  return methodNotAllowed("PUT", "DELETE");
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const kind = memberKindNamed(params.objects);
    if (request.method !== "PUT" && request.method !== "DELETE") return methodNotAllowed("PUT", "DELETE");
    const caller = await requireDirectoryToken({ request, context });
    const { id: userId } = await personAt(context.db, caller.workspace.id, params.userId);
    const membership = { ...managingBy(caller, context), member: { kind, objectId: params.id ?? "", userId } };
    const change = request.method === "PUT" ? addMember : removeMember;
    const isChanged = await change(context.db, membership);
    return json(200, { user_id: userId, is_member: request.method === "PUT", is_changed: isChanged });
  });
}
