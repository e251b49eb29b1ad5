import { shownFigure } from "#app/charts/shown-figure.ts";
import type { ChartSection } from "./report-content.ts";
import { dayText } from "./report-words.ts";

/** A line has a point for each day; so many of them say how it went. */
const mostNumbers = 13;

/** Returns the numbers that a chart is drawn from, as words: of a line some, always with the last. */
export function chartNumbers(chart: ChartSection): { label: string; value: string }[] {
  const shown = (value: number) => shownFigure(value, chart.unit);
  if (chart.shape === "bars") return chart.bars.map(({ label, value }) => ({ label, value: shown(value) }));
  const step = Math.ceil(chart.points.length / mostNumbers);
  const last = chart.points.length - 1;
  return chart.points
    .filter((_point, index) => (last - index) % step === 0)
    .map(({ day, value }) => ({ label: dayText(day), value: value === null ? "–" : shown(value) }));
}

/** Says a chart to somebody who does not see it. */
export function chartWords(chart: ChartSection): string {
  const numbers = chartNumbers(chart).map(({ label, value }) => `${label}: ${value}`);
  return `${chart.title}. ${numbers.join("; ")}.`;
}
