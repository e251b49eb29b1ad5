import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { changeControl } from "#app/controls/change-control.server.ts";
import { ControlPatch, changesOfControlWire, wireOfControl } from "#app/controls/control-wire.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { findControl } from "#db/controls.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireToken({ request, context }, "read");
    const { id } = Params.parse(params);
    const control = await findControl(context.db, workspace.id, id);
    return control ? json(200, wireOfControl(control)) : problem(404, "not_found", `There is no control ${id}.`);
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PATCH") return methodNotAllowed("GET", "PATCH");
    const caller = await requireToken({ request, context }, "policy");
    const { id } = Params.parse(params);
    const { body, text } = await readJson(request, ControlPatch);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const changing = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor };
      const control = await changeControl(tx, {
        ...changing,
        id,
        changes: changesOfControlWire(body),
        now: context.now,
      });
      return { status: 200, body: wireOfControl(control) };
    });
  });
}
