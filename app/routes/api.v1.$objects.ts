import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { addObject } from "#app/directory/change-object.server.ts";
import {
  managingBy,
  requireDirectoryReadToken,
  requireDirectoryToken,
} from "#app/directory/directory-access.server.ts";
import { NewObjectWire, ObjectListParams } from "#app/directory/directory-wire.ts";
import { kindNamed } from "#app/directory/kind-named.server.ts";
import { listEntriesOnWire } from "#app/directory/list-on-wire.server.ts";
import { entryOnWire } from "#app/directory/to-wire.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson, readQuery } from "#app/http/api.server.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const kind = kindNamed(params.objects);
    const { workspace } = await requireDirectoryReadToken({ request, context });
    return json(200, await listEntriesOnWire(context.db, workspace.id, kind, readQuery(request, ObjectListParams)));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const kind = kindNamed(params.objects);
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireDirectoryToken({ request, context });
    const { body, text } = await readJson(request, NewObjectWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { id, name, external_id: externalId } = body;
      const object = { kind, id, name, externalId };
      return { status: 201, body: entryOnWire(await addObject(tx, { ...managingBy(caller, context), object })) };
    });
  });
}
