import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { figuresNow } from "#app/reports/figures-now.server.ts";
import { kpiWireOf } from "#app/reports/kpi-wire.ts";
import { kpis } from "#app/reports/kpis.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    const { db, now } = context;
    const figures = await figuresNow(db, workspace.id, now);
    return json(200, { measured_at: now, data: kpis.map((kpi) => kpiWireOf(kpi, figures)) });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
