import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Banner } from "#app/components/banner.tsx";
import { Button } from "#app/components/button.tsx";
import { Card } from "#app/components/card.tsx";
import { ChartFigure } from "#app/components/chart-figure.tsx";
import { SelectField, TextField } from "#app/components/field.tsx";
import { FigureFacts } from "#app/components/figure-facts.tsx";
import { FigureRows } from "#app/components/figure-rows.tsx";
import { FilterChip } from "#app/components/filter-chip.tsx";
import { sourceWords, unitWords } from "#app/components/kpi-words.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
import { Tabs } from "#app/components/tabs.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { dashboardSpans, spanOf } from "#app/reports/dashboard-spans.ts";
import { dimensionLabels, dimensionTitles } from "#app/reports/dimension-labels.ts";
import { FigureQuery, readDay } from "#app/reports/figure-query.ts";
import { figureView } from "#app/reports/figure-view.server.ts";
import { kpiNamed } from "#app/reports/kpis.ts";
import { maySeeRows } from "#app/reports/may-see-rows.ts";
import { registerLinkOf } from "#app/reports/register-link.ts";
import { shownDay } from "#app/reports/trend-chart.ts";
import { addressWithin, isWhole, notTakenApartBy, withinOf } from "#app/reports/within.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.kpi.label ?? "Figure"} · Dashboard · MFA Register` },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const kpi = kpiNamed(params.key ?? "");
  if (!kpi) throw new Response("There is no such figure.", { status: 404, statusText: "Not Found" });
  const { db, now } = context;
  const { workspace } = caller;
  const search = new URL(request.url).searchParams;
  const { span: asked, by, part, after } = FigureQuery.parse(Object.fromEntries(search));
  const span = spanOf(asked);
  const typed = search.get("day") ?? "";
  const { day, error } = readDay(typed, wallClockOf(now, workspace.timeZone).slice(0, 10));
  const seesRows = maySeeRows(caller.roles, kpi.key);
  const askedWithin = withinOf(search);
  const untold = notTakenApartBy(kpi.key, askedWithin);
  const within = untold.length === 0 ? askedWithin : {};
  return {
    shell: await shellOf(db, caller, now),
    ...{ kpi, span, typed, day, within, untold, seesRows, error: error ?? null, after, asked: part },
    when: day === null ? exact(now) : `at the end of ${shownDay(day)}`,
    registerLink: isWhole(within) ? registerLinkOf(kpi.key) : null,
    view: await figureView(db, { workspace, kpi, day, span, by, part, after, within, seesRows, now }),
  };
}

export default function Figure() {
  const { shell, kpi, span, typed, day, within, untold, when, error, after, asked, seesRows, registerLink, view } =
    useLoaderData<typeof loader>();
  const { dimension } = view;
  const part = view.part === null ? {} : { part: asked ?? "" };
  const address = (changes: Record<string, string>) =>
    addressWithin(`/dashboard/${kpi.key}`, within, {
      ...{ span: String(span), ...(day && { day }), ...(dimension && { by: dimension }) },
      ...changes,
    });
  return (
    <AppShell shell={shell}>
      <PageHeader title={kpi.label} crumbs={[{ label: "Dashboard", to: "/dashboard" }, { label: kpi.label }]} />
      <Form method="get" className="figure-when">
        <TextField
          name="day"
          type="date"
          label="At the end of"
          hint="A day that is over; empty for now."
          defaultValue={typed}
          error={error ?? undefined}
        />
        <SelectField name="span" label="Trend" hint="How far it looks back." defaultValue={String(span)}>
          {Object.entries(dashboardSpans).map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </SelectField>
        {Object.entries({ ...within, ...(dimension && { by: dimension }) }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button>Show</Button>
      </Form>
      {view.chips.length > 0 && (
        <div className="filters">
          {view.chips.map(({ dimension: each, label }) => {
            const { [each]: _, ...without } = within;
            return (
              <FilterChip
                key={each}
                label={dimensionTitles[each]}
                value={label}
                without={addressWithin(`/dashboard/${kpi.key}`, without, { span: String(span), ...(day && { day }) })}
              />
            );
          })}
        </div>
      )}
      {untold.length > 0 && (
        <Banner tone="info">
          This figure cannot be taken apart {untold.map((each) => dimensionLabels[each]).join(" or ")}, so it is that of
          the whole workspace.
        </Banner>
      )}
      <div className="halves even mb-4">
        <FigureFacts
          figure={view.figure}
          definition={kpi.definition}
          when={when}
          unit={unitWords[kpi.unit]}
          source={sourceWords[kpi.source]}
          check={view.check}
          registerLink={registerLink}
        />
        <Card title="Trend" aside={isWhole(within) ? "as kept each night" : "of the whole workspace"}>
          <ChartFigure {...view.trend} />
        </Card>
      </div>
      {!seesRows && (
        <Banner tone="info">
          The rows behind this figure are people, their sign-ins or their secrets. Admins and auditors see them.
        </Banner>
      )}
      {seesRows && dimension && (
        <>
          <Tabs
            label="Taken apart"
            tabs={view.dimensions.map((each) => ({
              to: address({ by: each }),
              label: dimensionLabels[each].replace("by ", "By "),
              isCurrent: each === dimension,
            }))}
          />
          {view.bars && (
            <div className="mb-4">
              <Card title={view.bars.title} aside={when}>
                <ChartFigure {...view.bars} links={view.values.map((value) => address({ part: value }))} />
              </Card>
            </div>
          )}
        </>
      )}
      {view.behind && (
        <FigureRows
          rows={view.behind.rows}
          total={view.behind.total}
          isShare={kpi.unit === "share"}
          part={view.part}
          first={after === "" && view.part === null ? null : address({})}
          next={view.behind.next && address({ ...part, after: view.behind.next })}
        />
      )}
    </AppShell>
  );
}
