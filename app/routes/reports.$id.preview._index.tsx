import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { ReportBody } from "#app/components/report-body.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { requireReport } from "#app/scheduled-reports/change-report.server.ts";
import { previewPage } from "#app/scheduled-reports/report-view.server.ts";

const Params = z.object({ id: z.string().min(1) });

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `Preview of ${loaded?.name ?? "a report"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  return pageOf(async () => {
    const report = await requireReport(db, caller.workspace.id, Params.parse(params).id);
    const { id, name } = report;
    return {
      shell: await shellOf(db, caller, now),
      ...{ id, name },
      ...(await previewPage(db, caller.workspace, report, now)),
    };
  });
}

export default function ReportPreview() {
  const { shell, id, name, period, sections } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`${name}, ${period}`}
        crumbs={[{ label: "Reports", to: "/reports" }, { label: name, to: `/reports/${id}` }, { label: "Preview" }]}
        lede="What would be sent now. Nothing of it is kept."
        actions={
          <LinkButton to={`/reports/${id}/preview/pdf`} reloadDocument>
            As PDF
          </LinkButton>
        }
      />
      <ReportBody sections={sections} />
    </AppShell>
  );
}
