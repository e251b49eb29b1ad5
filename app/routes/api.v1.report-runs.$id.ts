import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { runOnWire } from "#app/scheduled-reports/reports-on-wire.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    return json(200, await runOnWire(context.db, workspace, Params.parse(params).id));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
