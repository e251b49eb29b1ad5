import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { dayAsked } from "#app/reports/figure-asked.server.ts";
import { figuresNow } from "#app/reports/figures-now.server.ts";
import { figuresOfDay } from "#app/reports/figures-of-day.server.ts";
import { DayQuery, kpiWireOf } from "#app/reports/kpi-wire.ts";
import { kpis } from "#app/reports/kpis.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireOverseer({ request, context });
    const { db, now } = context;
    const { id } = caller.workspace;
    const day = dayAsked(caller, readQuery(request, DayQuery).day, now);
    const figures = day === null ? await figuresNow(db, id, now) : await figuresOfDay(db, id, day);
    return json(200, { measured_at: day === null ? now : null, day, data: kpis.map((kpi) => kpiWireOf(kpi, figures)) });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
