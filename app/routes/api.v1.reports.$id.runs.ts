import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { RunsQuery } from "#app/scheduled-reports/report-wire.ts";
import { runsOnWire } from "#app/scheduled-reports/reports-on-wire.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    const asked = { ...readQuery(request, RunsQuery), id: Params.parse(params).id };
    return json(200, await runsOnWire(context.db, workspace, asked));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
