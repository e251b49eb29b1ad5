import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireObject } from "#app/directory/change-object.server.ts";
import { requireDirectoryReadToken } from "#app/directory/directory-access.server.ts";
import { MemberListParams } from "#app/directory/directory-wire.ts";
import { memberKindNamed } from "#app/directory/kind-named.server.ts";
import { listMembersOnWire } from "#app/directory/list-on-wire.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const which = { kind: memberKindNamed(params.objects), id: params.id ?? "" };
    const { workspace } = await requireDirectoryReadToken({ request, context });
    await requireObject(context.db, workspace.id, which);
    const query = readQuery(request, MemberListParams);
    return json(200, await listMembersOnWire(context.db, workspace.id, which, query));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
