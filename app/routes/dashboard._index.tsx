import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button, LinkButton } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ChartFigure } from "#app/components/chart-figure.tsx";
import { CoverageTable } from "#app/components/coverage-table.tsx";
import { DashboardFilters } from "#app/components/dashboard-filters.tsx";
import { OverdueLive, WaitingLongest } from "#app/components/dashboard-lists.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { KpiCards } from "#app/components/kpi-cards.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { RiskByState } from "#app/components/risk-by-state.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { dashboardSpans, spanOf } from "#app/reports/dashboard-spans.ts";
import { dashboardView } from "#app/reports/dashboard-view.server.ts";
import { dimensionLabels } from "#app/reports/dimension-labels.ts";
import type { Dimension } from "#app/reports/dimensions.ts";
import { riskColumns } from "#app/reports/risk-by-state.ts";
import type { ShownChart } from "#app/reports/trend-chart.ts";
import { addressWithin, type Within, withinOf } from "#app/reports/within.ts";

export const meta: MetaFunction = () => [{ title: "Dashboard · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db, now } = context;
  const { workspace } = caller;
  const { searchParams } = new URL(request.url);
  const [span, within] = [spanOf(searchParams.get("span")), withinOf(searchParams)];
  return {
    shell: await shellOf(db, caller, now),
    ...{ now, span, within, workspace: workspace.name, timeZone: workspace.timeZone },
    view: await dashboardView(db, { workspace, span, within, now }),
  };
}

export default function Dashboard() {
  const { shell, now, span, within, workspace, view } = useLoaderData<typeof loader>();
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Dashboard"
        lede={`${workspace}, ${exact(now)}. Every figure leads to its rows.`}
        actions={
          <Form method="get" className="row">
            {Object.entries(within).map(([dimension, value]) => (
              <input key={dimension} type="hidden" name={dimension} value={value} />
            ))}
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
      <DashboardFilters filter={view.filter} within={within} span={span} />
      {view.isEmpty && (
        <EmptyState title="Nothing to count yet">
          Figures appear with the first exception. <Link to="/exceptions/new">File one</Link>, or import a register.
        </EmptyState>
      )}
      {view.groups.map((group) => (
        <KpiCards key={group.title} {...group} />
      ))}
      {view.untold.length > 0 && (
        <p className="hint mb-4">Known of the whole workspace alone, and left out here: {inWords(view.untold)}.</p>
      )}
      <div className="halves even">
        {view.trends.map((chart) => (
          <ChartCard key={chart.key} chart={chart} within={{}} />
        ))}
        {view.coverage && <CoverageTable coverage={view.coverage} />}
        {view.mix && <ChartCard chart={view.mix} within={within} />}
        {view.signIns && <ChartCard chart={view.signIns} within={{}} />}
        <RiskByState columns={riskColumns} rows={view.risk} />
        {view.live.map((chart) => (
          <ChartCard key={chart.by} chart={chart} within={within} />
        ))}
        {view.tooMany.map((dimension) => (
          <TooMany key={dimension} dimension={dimension} within={within} />
        ))}
        <WaitingLongest waiting={view.waiting} now={now} />
        <OverdueLive overdue={view.overdue} now={now} />
        {view.failures && <ChartCard chart={view.failures} within={within} />}
      </div>
    </AppShell>
  );
}

function ChartCard({ chart: { key, by, all, ...chart }, within }: { chart: ShownChart; within: Within }) {
  const to = addressWithin(`/dashboard/${key}`, within, by ? { by } : {});
  return (
    <Card
      title={chart.title}
      aside={
        <Link to={to}>
          {all === undefined || all <= chart.table.rows.length
            ? "rows and definition"
            : `all ${all.toLocaleString("en")}`}
        </Link>
      }
    >
      <ChartFigure {...chart} />
    </Card>
  );
}

const listFormat = new Intl.ListFormat("en-GB");

function inWords(parts: readonly string[]): string {
  return listFormat.format(parts);
}

/** Where a chart would take too long for this page, it stands on that of its figure. */
function TooMany({ dimension, within }: { dimension: Dimension; within: Within }) {
  return (
    <Card title={`Live ${dimensionLabels[dimension]}`}>
      <p>
        There are too many live exceptions to count each here.{" "}
        <Link to={addressWithin("/dashboard/live", within, { by: dimension })}>
          Count them {dimensionLabels[dimension]}
        </Link>
      </p>
    </Card>
  );
}
