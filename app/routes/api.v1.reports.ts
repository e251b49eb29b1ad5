import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { requireOverseer } from "#app/auth/require-overseer.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { addReport } from "#app/scheduled-reports/change-report.server.ts";
import { changingBy } from "#app/scheduled-reports/report-view.server.ts";
import { kindsOnWire, ReportPost, wishOf } from "#app/scheduled-reports/report-wire.ts";
import { reportOnWire, reportsOnWire } from "#app/scheduled-reports/reports-on-wire.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOverseer({ request, context });
    return json(200, { kinds: kindsOnWire, data: await reportsOnWire(context.db, workspace, context.now) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "policy");
    const { body, text } = await readJson(request, ReportPost);
    const { kind, ...wish } = body;
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const id = await addReport({ ...changingBy(context, caller), db: tx }, { ...wishOf(wish), kind });
      return { status: 201, body: await reportOnWire(tx, caller.workspace, id, context.now) };
    });
  });
}
