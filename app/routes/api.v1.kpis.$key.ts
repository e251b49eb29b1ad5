import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { kpiTrendWireOf, TrendQuery } from "#app/reports/kpi-wire.ts";
import { kpiNamed } from "#app/reports/kpis.ts";
import { trendDays } from "#app/reports/trend.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    const kpi = kpiNamed(params.key ?? "");
    if (!kpi) return problem(404, "not_found", "There is no such figure.");
    const query = TrendQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!query.success) {
      const errors = query.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return problem(400, "invalid_query", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), {
        errors,
      });
    }
    const asked = trendDays(query.data, wallClockOf(context.now, workspace.timeZone).slice(0, 10));
    const kept = await listSnapshots(context.db, workspace.id, { ...asked, key: kpi.key });
    return json(
      200,
      kpiTrendWireOf(
        kpi,
        kept.map(({ day, value }) => ({ day, value })),
      ),
    );
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
