import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { dayAsked, dimensionAsked, rowsAsked } from "#app/reports/figure-asked.server.ts";
import { kpiRowWireOf, RowsQuery } from "#app/reports/kpi-wire.ts";
import { rowsBehind } from "#app/reports/rows-behind.server.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireOverseer({ request, context });
    const { db, now } = context;
    const kpi = rowsAsked(caller, params.key);
    const { cursor, limit, by, part, ...query } = readQuery(request, RowsQuery);
    const day = dayAsked(caller, query.day, now);
    const only =
      by === undefined || part === undefined ? {} : { by: { dimension: dimensionAsked(kpi, by), value: part } };
    const asked = { key: kpi.key, day, after: cursor, limit, ...only };
    const { rows, next, total } = await rowsBehind(db, caller.workspace.id, asked, now);
    return json(200, { key: kpi.key, day, total, data: rows.map(kpiRowWireOf), next_cursor: next });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
