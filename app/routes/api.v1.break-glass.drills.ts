import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { planDrill } from "#app/break-glass/hold-drill.server.ts";
import { DrillPlan } from "#app/break-glass/use-schemas.ts";
import { drillOnWire, drillsOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    return json(200, { data: await drillsOnWire(context.db, caller) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "write");
    const { body, text } = await readJson(request, DrillPlan);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const id = await planDrill(tx, { caller, now: context.now, said: body });
      return { status: 201, body: await drillOnWire(tx, caller, id) };
    });
  });
}
