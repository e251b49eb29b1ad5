import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { pageOf } from "#app/http/page.server.ts";
import { requireReport } from "#app/scheduled-reports/change-report.server.ts";
import { pdfAnswer } from "#app/scheduled-reports/pdf-answer.server.ts";
import { previewOf } from "#app/scheduled-reports/report-view.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  return pageOf(async () => {
    const report = await requireReport(db, caller.workspace.id, Params.parse(params).id);
    const { head, sections } = await previewOf(db, caller.workspace, report, now);
    return pdfAnswer(context, caller, { head, sections });
  });
}
