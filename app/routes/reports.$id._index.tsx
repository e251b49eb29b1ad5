import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAdmin, requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { errorsOf } from "#app/auth/form-errors.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Facts } from "#app/components/facts.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { ReportActions } from "#app/components/report-actions.tsx";
import { ReportRuns } from "#app/components/report-runs.tsx";
import { ReportState } from "#app/components/report-state.tsx";
import { When } from "#app/components/when.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { removeReport, requireReport, turnReport } from "#app/scheduled-reports/change-report.server.ts";
import { changingBy, reportPage } from "#app/scheduled-reports/report-view.server.ts";
import { kindWords } from "#app/scheduled-reports/report-words.ts";
import { sendReportNow } from "#app/scheduled-reports/send-report.server.ts";

const Params = z.object({ id: z.string().min(1) });
const Query = z.object({ before: z.iso.datetime().nullable().catch(null).default(null) });
const Command = z.object({ intent: z.enum(["on", "off", "remove", "send"], "Choose what to do.") });

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.report.name ?? "Report"} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  const { workspace } = caller;
  const { before } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  return pageOf(async () => {
    const report = await requireReport(db, workspace.id, Params.parse(params).id);
    return {
      shell: await shellOf(db, caller, now),
      now,
      mayChange: isAdmin(caller.roles),
      timeZone: workspace.timeZone,
      isLater: before !== null,
      ...(await reportPage(db, workspace, { report, before, now })),
    };
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAdmin(caller);
  const { id } = Params.parse(params);
  const changing = changingBy(context, caller);
  try {
    const { intent } = Command.parse(Object.fromEntries(await request.formData()));
    if (intent === "send") return redirect(`/reports/runs/${await sendReportNow(changing, caller.workspace, id)}`);
    if (intent === "remove") {
      await removeReport(changing, id);
      return redirect("/reports");
    }
    await turnReport(changing, id, intent === "on");
    return redirect(`/reports/${id}`);
  } catch (caught) {
    const { errors, status } = errorsOf(caught);
    return data({ refusal: errors.form ?? Object.values(errors.fields).join(" ") }, { status });
  }
}

export default function ReportPage() {
  const { shell, now, mayChange, timeZone, isLater, report, nextAt, people, runs, older } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { id, kind, name, when, isOn, addresses } = report;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={name}
        crumbs={[{ label: "Reports", to: "/reports" }, { label: name }]}
        lede={kindWords[kind].text}
        meta={<ReportState isOn={isOn} />}
        actions={<LinkButton to={`/reports/${id}/preview`}>Preview</LinkButton>}
      />
      {answer?.refusal && <Banner tone="danger">{answer.refusal}</Banner>}
      <div className="cols">
        <div>
          <h2>What was sent</h2>
          {runs.length > 0 ? (
            <ReportRuns runs={runs} now={now} />
          ) : (
            <EmptyState title="Nothing was sent yet">What is sent is kept here as it was.</EmptyState>
          )}
          <Pager
            first={isLater ? `/reports/${id}` : null}
            firstLabel="Newest"
            next={older ? `/reports/${id}?before=${encodeURIComponent(older)}` : null}
            nextLabel="Older"
          />
        </div>
        <div className="rail">
          <Card title="When and to whom">
            <Facts
              isTight
              facts={[
                { term: "When", detail: `${when}, ${timeZone}` },
                { term: "Next", detail: nextAt && <When at={nextAt} now={now} /> },
                { term: "People", detail: people.join(", ") },
                { term: "Outside", detail: addresses.join(", ") },
              ]}
            />
          </Card>
          {mayChange && <ReportActions report={report} readers={people.length + addresses.length} />}
        </div>
      </div>
    </AppShell>
  );
}
