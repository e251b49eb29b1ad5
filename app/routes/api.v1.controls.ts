import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { addControl } from "#app/controls/change-control.server.ts";
import { ControlPost, contentOfControlWire, wireOfControl } from "#app/controls/control-wire.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { listControls } from "#db/controls.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireToken({ request, context }, "read");
    return json(200, { data: (await listControls(context.db, workspace.id)).map(wireOfControl) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "policy");
    const { body, text } = await readJson(request, ControlPost);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const changing = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor };
      const control = await addControl(tx, { ...changing, now: context.now, content: contentOfControlWire(body) });
      return { status: 201, body: wireOfControl(control) };
    });
  });
}
