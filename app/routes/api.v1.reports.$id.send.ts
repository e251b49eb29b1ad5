import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, methodNotAllowed } from "#app/http/api.server.ts";
import { changingBy } from "#app/scheduled-reports/report-view.server.ts";
import { runOnWire } from "#app/scheduled-reports/reports-on-wire.server.ts";
import { sendReportNow } from "#app/scheduled-reports/send-report.server.ts";

const Params = z.object({ id: z.string().min(1) });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "policy");
    const { id } = Params.parse(params);
    return changeOnce({ context, caller, request, text: await request.text() }, async (tx) => {
      const runId = await sendReportNow({ ...changingBy(context, caller), db: tx }, caller.workspace, id);
      return { status: 201, body: await runOnWire(tx, caller.workspace, runId) };
    });
  });
}
