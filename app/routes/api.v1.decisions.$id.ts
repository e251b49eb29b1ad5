import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { decisionWireOf } from "#app/signins/decision-wire.ts";
import { explainDecision } from "#app/signins/explain-decision.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { id } = Params.parse(params);
    return json(200, decisionWireOf(await explainDecision(context.db, caller, id)));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
