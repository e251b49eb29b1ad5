import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { MessageStateBadge } from "#app/components/message-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { ReportBody } from "#app/components/report-body.tsx";
import { pageOf } from "#app/http/page.server.ts";
import { shellOf } from "#app/http/shell.server.ts";
import { requireReportRun, runPage } from "#app/scheduled-reports/report-view.server.ts";

const Params = z.object({ id: z.string().min(1) });

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [
  { title: `${loaded?.run.name ?? "Report"}, ${loaded?.period ?? ""} · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  return pageOf(async () => {
    const run = await requireReportRun(db, caller.workspace.id, Params.parse(params).id);
    return { shell: await shellOf(db, caller, now), ...(await runPage(db, caller.workspace.id, run)) };
  });
}

export default function ReportRunPage() {
  const { shell, run, period, sections, readers, leftOut } = useLoaderData<typeof loader>();
  const { id, reportId, name, madeAt, isByHand } = run;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title={`${name}, ${period}`}
        crumbs={[{ label: "Reports", to: "/reports" }, { label: name, to: `/reports/${reportId}` }, { label: period }]}
        lede={`As it was ${isByHand ? "sent by hand" : "sent when it was due"}, ${exact(madeAt)}.`}
        actions={
          <LinkButton to={`/reports/runs/${id}/pdf`} reloadDocument>
            As PDF
          </LinkButton>
        }
      />
      <div className="cols">
        <ReportBody sections={sections} />
        <div className="rail">
          <Card title="To whom">
            <ul className="plain stack">
              {readers.map(({ id: messageId, userId, name: reader, isOutside, state }) => (
                <li key={messageId}>
                  {userId === null ? (
                    <span className="break-all">{reader}</span>
                  ) : (
                    <Link to={`/directory/users/${userId}`}>{reader}</Link>
                  )}
                  {isOutside && <span className="hint"> outside</span>}
                  <br />
                  {state === null ? (
                    <span className="hint">Its message is no longer kept.</span>
                  ) : (
                    <MessageStateBadge state={state} />
                  )}
                </li>
              ))}
              {leftOut.map((person) => (
                <li key={person}>
                  {person}
                  <br />
                  <span className="hint">Left out: barred, or without a role by then.</span>
                </li>
              ))}
              {readers.length + leftOut.length === 0 && <li>To nobody.</li>}
            </ul>
          </Card>
        </div>
      </div>
    </AppShell>
  );
}
