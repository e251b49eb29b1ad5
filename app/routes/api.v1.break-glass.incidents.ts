import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { declareEmergency } from "#app/break-glass/see-to-incident.server.ts";
import { EmergencyForm } from "#app/break-glass/use-schemas.ts";
import { incidentOnWire, incidentsOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    return json(200, { data: await incidentsOnWire(context.db, caller, context.now) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "write");
    const { body, text } = await readJson(request, EmergencyForm);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const id = await declareEmergency(tx, { caller, now: context.now, said: body });
      return { status: 201, body: await incidentOnWire(tx, caller, id, context.now) };
    });
  });
}
