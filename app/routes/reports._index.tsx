import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact, relative } from "#app/components/relative-time.ts";
import { ReportState } from "#app/components/report-state.tsx";
import { ReportTabs } from "#app/components/report-tabs.tsx";
import { TableBox } from "#app/components/table-box.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { isAdmin } from "#app/register/roles.ts";
import { reportKinds } from "#app/scheduled-reports/report.ts";
import { type ListedReport, reportList } from "#app/scheduled-reports/report-view.server.ts";
import { kindWords } from "#app/scheduled-reports/report-words.ts";

export const meta: MetaFunction = () => [{ title: "Reports · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now, sendsMail } = context;
  return {
    shell: await shellOf(db, caller, now),
    ...{ now, sendsMail },
    mayChange: isAdmin(caller.roles),
    reports: await reportList(db, caller.workspace, now),
  };
}

export default function Reports() {
  const { shell, now, sendsMail, mayChange, reports } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader title="Reports" lede="What the register sends by the calendar, to whom, and what it sent." />
      <ReportTabs current="reports" />
      {!sendsMail && (
        <Banner tone="caution">No mail server is configured, so what is due is made, and its mails stay queued.</Banner>
      )}
      <div className="stack-wide">
        {reports.length > 0 ? (
          <ReportTable reports={reports} now={now} />
        ) : (
          <EmptyState title="No report yet">Nothing is sent until an admin turns a report on.</EmptyState>
        )}
        {mayChange && (
          <Card title="Ready-made">
            <ul className="plain stack">
              {reportKinds.map((kind) => (
                <li key={kind} className="row">
                  <div className="grow">
                    <b>{kindWords[kind].label}</b>
                    <p className="hint">{kindWords[kind].text}</p>
                  </div>
                  <LinkButton to={`/reports/new?kind=${kind}`} isSmall>
                    Add<span className="sr"> {kindWords[kind].label}</span>
                  </LinkButton>
                </li>
              ))}
            </ul>
          </Card>
        )}
      </div>
    </AppShell>
  );
}

function ReportTable({ reports, now }: { reports: readonly ListedReport[]; now: string }) {
  return (
    <TableBox label="Reports">
      <table>
        <caption className="sr">Reports</caption>
        <thead>
          <tr>
            <th scope="col">Report</th>
            <th scope="col">State</th>
            <th scope="col">Next</th>
            <th scope="col" className="off-phone">
              Last sent
            </th>
            <th scope="col" className="off-phone">
              Readers
            </th>
          </tr>
        </thead>
        <tbody>
          {reports.map(({ id, name, when, readers, nextAt, lastAt }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/reports/${id}`}>{name}</Link>
                <span className="two">{when}</span>
              </th>
              <td>
                <ReportState isOn={nextAt !== null} isBare />
              </td>
              <td>
                {nextAt === null ? (
                  "–"
                ) : (
                  <>
                    {relative(nextAt, now)}
                    <span className="two">{exact(nextAt)}</span>
                  </>
                )}
              </td>
              <td className="off-phone">{lastAt === null ? "never" : relative(lastAt, now)}</td>
              <td className="off-phone">{readers}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}
