import { barChart } from "#app/charts/bar-chart.ts";
import type { ChartPalette } from "#app/charts/chart.ts";
import { lineChart } from "#app/charts/line-chart.ts";
import type { ChartSection } from "./report-content.ts";

/** Draws a chart of a report as SVG, the same on a page, in a mail and in a document. */
export function drawChart(section: ChartSection, palette: ChartPalette): string {
  const { title, caption, unit } = section;
  return section.shape === "line"
    ? lineChart({ title, caption, unit, points: section.points }, palette)
    : barChart({ title, caption, unit, bars: section.bars }, palette);
}
