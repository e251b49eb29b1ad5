import type { ChartPoint } from "#app/charts/line-chart.ts";
import type { KpiValue } from "#db/kpi-snapshots.ts";

/** Returns a point for each of these days; one that was not measured has none. */
export function trendOf(days: readonly string[], kept: readonly KpiValue[]): ChartPoint[] {
  const byDay = new Map(kept.map(({ day, value }) => [day, value]));
  return days.map((day) => ({ day, value: byDay.get(day) ?? null }));
}

/** Returns the days of a trend that its table shows: the last one and others in even steps, at most so many, the newest first. */
export function daysShown<T>(points: readonly T[], most = 31): T[] {
  const step = Math.max(1, Math.ceil(points.length / most));
  return points.toReversed().filter((_point, index) => index % step === 0);
}
