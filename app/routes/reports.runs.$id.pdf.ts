import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { pdfAnswer } from "#app/scheduled-reports/pdf-answer.server.ts";
import { requireReportRun } from "#app/scheduled-reports/report-view.server.ts";
import { shownReport } from "#app/scheduled-reports/shown-report.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db } = context;
  return pageOf(async () => {
    const run = await requireReportRun(db, caller.workspace.id, Params.parse(params).id);
    return pdfAnswer(context, caller, { head: run, sections: await shownReport(db, caller.workspace.id, run.content) });
  });
}
