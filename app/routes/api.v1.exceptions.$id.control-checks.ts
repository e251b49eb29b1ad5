import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { checkControl } from "#app/controls/check-control.server.ts";
import { checkerOf } from "#app/controls/checker-of.server.ts";
import { ControlCheckBody } from "#app/controls/control-forms.ts";
import { wireOfCheck } from "#app/controls/control-wire.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { sightOf } from "#app/register/show.server.ts";
import { controlChecksOf } from "#db/control-checks.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { record } = await sightOf(context.db, caller, Params.parse(params).id, context.now);
    const checks = await controlChecksOf(context.db, caller.workspace.id, record.id);
    return json(200, { data: checks.map(wireOfCheck) });
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "write");
    const { id } = Params.parse(params);
    const { body, text } = await readJson(request, ControlCheckBody);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const sight = await sightOf(tx, caller, id, context.now);
      const checking = { workspaceId: caller.workspace.id, id, by: checkerOf(caller, sight), actor: caller.auditActor };
      const check = await checkControl(tx, { ...checking, ...body, now: context.now });
      return { status: 201, body: wireOfCheck(check) };
    });
  });
}
