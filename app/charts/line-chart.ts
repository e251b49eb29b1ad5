import type { KpiUnit } from "#app/reports/kpi.ts";
import { type ChartHead, type ChartPalette, framed, label, round } from "./chart.ts";
import { shownFigure } from "./shown-figure.ts";
import { ticksUpTo } from "./ticks.ts";

/** The figure of a calendar day; null where there is none, which leaves a gap. */
export type ChartPoint = { day: string; value: number | null };

export type LineChart = ChartHead & {
  points: readonly ChartPoint[];
  /** What it is held against: the values of the same days, drawn in another colour and dashed. */
  second?: { name: string; values: readonly (number | null)[] };
  unit: KpiUnit;
  width?: number;
  height?: number;
};

const edge = { left: 52, right: 14, top: 18, bottom: 26 };
const mostDayLabels = 5;

/** Draws figures over days as a line from nought up, with the last one in words. */
export function lineChart(chart: LineChart, palette: ChartPalette): string {
  const { points, second, unit, width = 640, height = 200 } = chart;
  const all = [...points.map(({ value }) => value), ...(second?.values ?? [])].filter((value) => value !== null);
  const ticks = ticksUpTo(Math.max(0, ...all), { isWhole: unit === "count" });
  const top = ticks.at(-1) ?? 1;
  const [plotWidth, plotHeight] = [width - edge.left - edge.right, height - edge.top - edge.bottom];
  const x = (index: number) => edge.left + (points.length < 2 ? plotWidth : (index / (points.length - 1)) * plotWidth);
  const y = (value: number) => edge.top + plotHeight - (value / top) * plotHeight;
  const place = (index: number, value: number) => `${round(x(index))} ${round(y(value))}`;
  const [first, other] = palette.marks;
  const shapes = [
    ...ticks.map((tick) => gridLine(tick, { y: y(tick), width, unit, palette })),
    ...dayLabels(points, { x, y: height - 8, palette }),
    ...(second ? [linePath(second.values, place, { stroke: other, isDashed: true })] : []),
    linePath(
      points.map(({ value }) => value),
      place,
      { stroke: first, isDashed: false },
    ),
    lastPoint(points, { x, y, unit, palette }),
  ];
  if (all.length === 0)
    shapes.push(
      label("Nothing was measured yet", { x: width / 2, y: height / 2, anchor: "middle", fill: palette.muted }),
    );
  return framed({ ...chart, width, height }, palette, shapes);
}

type Grid = { y: number; width: number; unit: KpiUnit; palette: ChartPalette };

function gridLine(tick: number, { y, width, unit, palette }: Grid): string {
  const stroke = tick === 0 ? palette.axis : palette.line;
  const text = label(axisText(tick, unit), { x: edge.left - 8, y: y + 4, anchor: "end", fill: palette.muted });
  return `<path d="M${edge.left} ${round(y)}H${width - edge.right}" stroke="${stroke}"/>${text}`;
}

/** Beside an axis the unit of days is said once, in the title. */
function axisText(tick: number, unit: KpiUnit): string {
  return unit === "days" ? `${tick.toLocaleString("en")} d` : shownFigure(tick, unit);
}

function linePath(
  values: readonly (number | null)[],
  place: (index: number, value: number) => string,
  { stroke, isDashed }: { stroke: string; isDashed: boolean },
): string {
  let isDrawing = false;
  let path = "";
  let dots = "";
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isDrawing = false;
      continue;
    }
    // A day between two gaps would be a line of no length.
    const [before, after] = [values[index - 1] ?? null, values[index + 1] ?? null];
    if (before === null && after === null) dots += `M${place(index, value)}h.01`;
    path += `${isDrawing ? "L" : "M"}${place(index, value)}`;
    isDrawing = true;
  }
  const dash = isDashed ? ' stroke-dasharray="4 3"' : "";
  const stroked = `fill="none" stroke="${stroke}" stroke-linejoin="round" stroke-linecap="round"`;
  const spots = dots === "" ? "" : `<path d="${dots}" ${stroked} stroke-width="4"/>`;
  return path === "" ? "" : `<path d="${path}" ${stroked} stroke-width="1.75"${dash}/>${spots}`;
}

const dayText = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" });

type Days = { x(index: number): number; y: number; palette: ChartPalette };

function dayLabels(points: readonly ChartPoint[], { x, y, palette }: Days): string[] {
  const last = points.length - 1;
  const count = Math.min(mostDayLabels, points.length);
  const shown = new Set(
    Array.from({ length: count }, (_, index) => (count < 2 ? last : Math.round((index / (count - 1)) * last))),
  );
  return [...shown].map((index) => {
    const anchor = anchorAt(index, last);
    const text = dayText.format(new Date(`${points[index]?.day}T00:00:00Z`));
    return label(text, { x: x(index), y, anchor, fill: palette.muted });
  });
}

/** The labels at the ends stay inside the picture. */
function anchorAt(index: number, last: number): "start" | "middle" | "end" {
  if (index === last) return "end";
  return index === 0 ? "start" : "middle";
}

type Placed = { x(index: number): number; y(value: number): number; unit: KpiUnit; palette: ChartPalette };

function lastPoint(points: readonly ChartPoint[], { x, y, unit, palette }: Placed): string {
  const index = points.findLastIndex(({ value }) => value !== null);
  const value = points[index]?.value ?? null;
  if (value === null) return "";
  const [cx, cy] = [round(x(index)), round(y(value))];
  const dot = `<circle cx="${cx}" cy="${cy}" r="3" fill="${palette.surface}" stroke="${palette.marks[0]}" stroke-width="1.75"/>`;
  const above = Math.max(cy - 8, 12);
  const words = { anchor: "end", fill: palette.text, isStrong: true, ground: palette.surface } as const;
  return dot + label(shownFigure(value, unit), { x: cx, y: above, ...words });
}
