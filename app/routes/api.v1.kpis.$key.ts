import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { figureAsked } from "#app/reports/figure-asked.server.ts";
import { kpiTrendWireOf, TrendQuery } from "#app/reports/kpi-wire.ts";
import { trendDays } from "#app/reports/trend.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    const kpi = figureAsked(params.key);
    const today = wallClockOf(context.now, workspace.timeZone).slice(0, 10);
    const asked = trendDays(readQuery(request, TrendQuery), today);
    const kept = await listSnapshots(context.db, workspace.id, { ...asked, key: kpi.key });
    const points = kept.map(({ day, value }) => ({ day, value }));
    return json(200, kpiTrendWireOf(kpi, points));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
