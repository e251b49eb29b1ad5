import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ChartFigure } from "#app/components/chart-figure.tsx";
import { CoverageTable } from "#app/components/coverage-table.tsx";
import { OverdueLive, WaitingLongest } from "#app/components/dashboard-lists.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { KpiCards } from "#app/components/kpi-cards.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { RiskByState } from "#app/components/risk-by-state.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { dashboardSpans, spanOf } from "#app/reports/dashboard-spans.ts";
import { dashboardView } from "#app/reports/dashboard-view.server.ts";
import { riskColumns } from "#app/reports/risk-by-state.ts";
import type { ShownChart } from "#app/reports/trend-chart.ts";

export const meta: MetaFunction = () => [{ title: "Dashboard · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  const { workspace } = caller;
  const span = spanOf(new URL(request.url).searchParams.get("span"));
  return {
    shell: await shellOf(db, caller, now),
    ...{ now, span, workspace: workspace.name, timeZone: workspace.timeZone },
    view: await dashboardView(db, { workspace, span, now }),
  };
}

export default function Dashboard() {
  const { shell, now, span, workspace, view } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Dashboard"
        lede={`${workspace}, ${exact(now)}. Every figure leads to its rows.`}
        actions={
          <Form method="get" className="row">
            <label className="sr" htmlFor="span">
              Period
            </label>
            <select id="span" name="span" defaultValue={span} key={span} className="w-auto!">
              {Object.entries(dashboardSpans).map(([days, label]) => (
                <option key={days} value={days}>
                  {label}
                </option>
              ))}
            </select>
            <Button>Show</Button>
            <LinkButton to="/reports">Reports</LinkButton>
          </Form>
        }
      />
      {view.isEmpty && (
        <EmptyState title="Nothing to count yet">
          Figures appear with the first exception. <Link to="/exceptions/new">File one</Link>, or import a register.
        </EmptyState>
      )}
      {view.groups.map((group) => (
        <KpiCards key={group.title} {...group} />
      ))}
      <div className="halves even">
        {view.trends.map((chart) => (
          <ChartCard key={chart.key} chart={chart} />
        ))}
        <CoverageTable coverage={view.coverage} />
        <ChartCard chart={view.mix} />
        <ChartCard chart={view.categories} />
        <RiskByState columns={riskColumns} rows={view.risk} />
        <WaitingLongest waiting={view.waiting} now={now} />
        <OverdueLive overdue={view.overdue} now={now} />
        {view.failures && <ChartCard chart={view.failures} />}
      </div>
    </AppShell>
  );
}

function ChartCard({ chart: { key, ...chart } }: { chart: ShownChart }) {
  return (
    <Card title={chart.title} aside={<Link to={`/dashboard/${key}`}>rows and definition</Link>}>
      <ChartFigure {...chart} />
    </Card>
  );
}
