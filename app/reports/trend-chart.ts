import { pagePalette, pageWidth } from "#app/charts/chart.ts";
import type { ChartTable } from "#app/charts/chart-table.ts";
import { lineChart } from "#app/charts/line-chart.ts";
import { shownFigure } from "#app/charts/shown-figure.ts";
import { type DashboardSpan, dashboardSpans } from "./dashboard-spans.ts";
import type { Dimension } from "./dimensions.ts";
import type { Kpi } from "./kpi.ts";
import { daysShown, type KeptValue, sinceMeasured, trendOf } from "./trend.ts";

/** A chart with its numbers. */
export type ShownChart = {
  /** Of which figure it is, and by what that is taken apart. */
  key: string;
  by?: Dimension;
  /** How many parts there are, those that are not drawn included. */
  all?: number;
  title: string;
  caption: string;
  svg: string;
  table: ChartTable;
  /** Where the name of each row leads; nowhere for those that are beyond, and for "". */
  links?: readonly string[];
};

type Trend = { kpi: Kpi; caption: string; span: DashboardSpan; days: readonly string[]; height: number };

/** Draws what was kept of a figure over a span. */
export function trendChart({ kpi, caption, span, days, height }: Trend, kept: readonly KeptValue[]): ShownChart {
  const { key, label, unit } = kpi;
  const title = `${label}, ${dashboardSpans[span].toLowerCase()}`;
  const points = sinceMeasured(trendOf(days, kept));
  return {
    ...{ key, title, caption },
    svg: lineChart({ title, caption, unit, points, width: pageWidth, height }, pagePalette),
    table: {
      head: ["Day", label],
      rows: daysShown(points.filter(({ value }) => value !== null)).map(({ day, value }) => [
        shownDay(day),
        shownFigure(value ?? 0, unit),
      ]),
    },
  };
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
});

/** Says a calendar day as people read it. */
export function shownDay(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}
