import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { changeReport, removeReport } from "#app/scheduled-reports/change-report.server.ts";
import { changingBy } from "#app/scheduled-reports/report-view.server.ts";
import { ReportPut, wishOf } from "#app/scheduled-reports/report-wire.ts";
import { reportOnWire } from "#app/scheduled-reports/reports-on-wire.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    return json(200, await reportOnWire(context.db, workspace, Params.parse(params).id, context.now));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT" && request.method !== "DELETE") return methodNotAllowed("GET", "PUT", "DELETE");
    const caller = await requireToken({ request, context }, "policy");
    const { id } = Params.parse(params);
    const changing = changingBy(context, caller);
    if (request.method === "DELETE") {
      await removeReport(changing, id);
      return new Response(null, { status: 204 });
    }
    const { body, text } = await readJson(request, ReportPut);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      await changeReport({ ...changing, db: tx }, id, wishOf(body));
      return { status: 200, body: await reportOnWire(tx, caller.workspace, id, context.now) };
    });
  });
}
