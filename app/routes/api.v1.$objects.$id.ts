import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { changeObject, requireObject } from "#app/directory/change-object.server.ts";
import {
  managingBy,
  requireDirectoryReadToken,
  requireDirectoryToken,
} from "#app/directory/directory-access.server.ts";
import { ObjectChangesWire } from "#app/directory/directory-wire.ts";
import { kindNamed } from "#app/directory/kind-named.server.ts";
import { entryOnWire } from "#app/directory/to-wire.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const which = { kind: kindNamed(params.objects), id: params.id ?? "" };
    const { workspace } = await requireDirectoryReadToken({ request, context });
    return json(200, entryOnWire(await requireObject(context.db, workspace.id, which)));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const which = { kind: kindNamed(params.objects), id: params.id ?? "" };
    if (request.method !== "PATCH") return methodNotAllowed("GET", "PATCH");
    const caller = await requireDirectoryToken({ request, context });
    const { body, text } = await readJson(request, ObjectChangesWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { name, external_id: externalId, disabled: isDisabled } = body;
      const changes = { name, externalId, isDisabled };
      const { entry } = await changeObject(tx, { ...managingBy(caller, context), which, changes });
      return { status: 200, body: entryOnWire(entry) };
    });
  });
}
