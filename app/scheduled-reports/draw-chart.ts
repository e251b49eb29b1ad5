import { barChart } from "#app/charts/bar-chart.ts";
import { type ChartPalette, pagePalette, pageWidth } from "#app/charts/chart.ts";
import { lineChart } from "#app/charts/line-chart.ts";
import type { ChartSection } from "./report-content.ts";

/** Draws a chart of a report as SVG, the same on a page, in a mail and in a document. */
export function drawChart(section: ChartSection, palette: ChartPalette): string {
  const isPage = palette === pagePalette;
  const { title, caption, unit } = section;
  return section.shape === "line"
    ? lineChart({ title, caption, unit, points: section.points, ...(isPage && { width: pageWidth }) }, palette)
    : barChart({ title, caption, unit, bars: section.bars, ...(isPage && { width: "fluid" }) }, palette);
}
