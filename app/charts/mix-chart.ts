import { across, type ChartHead, type ChartPalette, type ChartWidth, framed, label } from "./chart.ts";
import { shownFigure } from "./shown-figure.ts";

export type MixChart = ChartHead & { parts: readonly { label: string; value: number }[]; width?: ChartWidth };

const bar = 18;
const row = 22;
/** Of its width: between the parts of the bar. */
const gap = 0.004;

/** Draws what a whole is made of: one bar of its parts, and below it each with its share. */
export function mixChart(chart: MixChart, palette: ChartPalette): string {
  const { parts, width = 640 } = chart;
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  let x = 0;
  const shapes = parts.flatMap(({ label: name, value }, index) => {
    const share = total === 0 ? 0 : value / total;
    const fill = palette.marks[index % palette.marks.length] ?? palette.marks[0];
    const length = Math.max(0, share - gap);
    const y = bar + 12 + index * row;
    const shape = [
      ...(share > 0
        ? [
            `<rect x="${across(x, width)}" y="0" width="${across(length, width)}" height="${bar}" rx="2" fill="${fill}"/>`,
          ]
        : []),
      `<rect x="0" y="${y}" width="10" height="10" rx="2" fill="${fill}"/>`,
      label(name, { x: 18, y: y + 9, fill: palette.text }),
      label(shownFigure(share, "share"), { x: across(1, width), y: y + 9, anchor: "end", fill: palette.text }),
    ];
    x += share;
    return shape;
  });
  if (total === 0) shapes.push(`<rect width="${across(1, width)}" height="${bar}" rx="2" fill="${palette.line}"/>`);
  return framed({ ...chart, width, height: bar + 12 + parts.length * row }, palette, shapes);
}
