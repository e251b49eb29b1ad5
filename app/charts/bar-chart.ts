import type { KpiUnit } from "#app/reports/kpi.ts";
import { type ChartHead, type ChartPalette, framed, label, round } from "./chart.ts";
import { shownFigure } from "./shown-figure.ts";

export type BarChart = ChartHead & {
  bars: readonly { label: string; value: number }[];
  unit: KpiUnit;
  width?: number;
};

const row = 26;
const bar = 10;
const mostLetters = 34;

/** Draws figures as bars below each other, each with its name and its number; a share fills its row at a hundred per cent. */
export function barChart(chart: BarChart, palette: ChartPalette): string {
  const { bars, unit, width = 640 } = chart;
  const most = unit === "share" ? 1 : Math.max(0, ...bars.map(({ value }) => value));
  const [nameWidth, numberWidth] = [Math.round(width * 0.4), 84];
  const full = width - nameWidth - numberWidth;
  const shapes = bars.flatMap(({ label: name, value }, index) => {
    const y = index * row + 17;
    const length = most === 0 ? 0 : Math.max(value > 0 ? 2 : 0, (Math.max(value, 0) / most) * full);
    return [
      label(shortened(name), { x: 0, y, fill: palette.text }),
      `<rect x="${nameWidth}" y="${y - bar + 1}" width="${round(length)}" height="${bar}" rx="2" fill="${palette.marks[0]}"/>`,
      label(shownFigure(value, unit), { x: width, y, anchor: "end", fill: palette.text }),
    ];
  });
  if (bars.length === 0) shapes.push(label("Nothing to show", { x: 0, y: 17, fill: palette.muted }));
  return framed({ ...chart, width, height: Math.max(1, bars.length) * row }, palette, shapes);
}

/** A name that would run into its bar is cut; the table beside the chart has all of it. */
function shortened(name: string): string {
  const letters = [...name];
  return letters.length <= mostLetters ? name : `${letters.slice(0, mostLetters - 1).join("")}…`;
}
