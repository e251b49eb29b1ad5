import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { breakdown } from "#app/reports/breakdown.server.ts";
import { dayAsked, dimensionAsked, rowsAsked } from "#app/reports/figure-asked.server.ts";
import { PartsQuery } from "#app/reports/kpi-wire.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireOverseer({ request, context });
    const { db, now } = context;
    const kpi = rowsAsked(caller, params.key);
    const query = readQuery(request, PartsQuery);
    const [by, day] = [dimensionAsked(kpi, query.by), dayAsked(caller, query.day, now)];
    const parts = await breakdown(db, caller.workspace.id, { key: kpi.key, dimension: by, day }, now);
    const data = parts.map(({ value, label, figure }) => ({ part: value, label, value: figure }));
    return json(200, { key: kpi.key, day, by, data });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
