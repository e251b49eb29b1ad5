import type { KpiUnit } from "#app/reports/kpi.ts";
import { across, type ChartHead, type ChartPalette, type ChartWidth, framed, label } from "./chart.ts";
import { shownFigure } from "./shown-figure.ts";

export type BarChart = ChartHead & {
  bars: readonly { label: string; value: number }[];
  unit: KpiUnit;
  width?: ChartWidth;
};

const row = 36;
const baseline = 12;
const bar = { top: 18, height: 8 };
const mostLetters = 42;
/** However small it is beside the others, it is seen not to be nothing. */
const leastShown = 0.005;

/** Draws figures as bars below each other, over each its name and its number; a share fills its row at a hundred per cent. */
export function barChart(chart: BarChart, palette: ChartPalette): string {
  const { bars, unit, width = 640 } = chart;
  const most = unit === "share" ? 1 : Math.max(0, ...bars.map(({ value }) => value));
  const shapes = bars.flatMap(({ label: name, value }, index) => {
    const top = index * row;
    const length = most === 0 ? 0 : Math.max(value > 0 ? leastShown : 0, Math.max(value, 0) / most);
    return [
      label(shortened(name), { x: 0, y: top + baseline, fill: palette.text }),
      label(shownFigure(value, unit), { x: across(1, width), y: top + baseline, anchor: "end", fill: palette.text }),
      `<rect x="0" y="${top + bar.top}" width="${across(length, width)}" height="${bar.height}" rx="2" fill="${palette.marks[0]}"/>`,
    ];
  });
  if (bars.length === 0) shapes.push(label("Nothing to show", { x: 0, y: baseline, fill: palette.muted }));
  return framed({ ...chart, width, height: Math.max(1, bars.length) * row }, palette, shapes);
}

/** A name that would run into its number is cut; the table beside the chart has all of it. */
function shortened(name: string): string {
  const letters = [...name];
  return letters.length <= mostLetters ? name : `${letters.slice(0, mostLetters - 1).join("")}…`;
}
