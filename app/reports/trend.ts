import type { ChartPoint } from "#app/charts/line-chart.ts";

const fortnight = 14;

/** What was kept of a figure on a day. */
export type KeptValue = { day: string; value: number };

/** Returns a point for each of these days; one that was not measured has none. */
export function trendOf(days: readonly string[], kept: readonly KeptValue[]): ChartPoint[] {
  const byDay = new Map(kept.map(({ day, value }) => [day, value]));
  return days.map((day) => ({ day, value: byDay.get(day) ?? null }));
}

/** Leaves out the days before the first that was measured, but for the last two weeks: a line needs some room. */
export function sinceMeasured(points: readonly ChartPoint[]): ChartPoint[] {
  const first = points.findIndex(({ value }) => value !== null);
  return points.slice(Math.min(first === -1 ? points.length : first, Math.max(0, points.length - fortnight)));
}

/** Returns the days of a trend that its table shows: the last one and others in even steps, at most so many, the newest first. */
export function daysShown<T>(points: readonly T[], most = 31): T[] {
  const step = Math.max(1, Math.ceil(points.length / most));
  return points.toReversed().filter((_point, index) => index % step === 0);
}

const dayMs = 86_400_000;

/** Returns the days that a trend is asked for: up to today, and 90 of them, where nothing else is said. */
export function trendDays(asked: { from?: string | undefined; to?: string | undefined }, today: string) {
  const to = asked.to ?? today;
  return { from: asked.from ?? new Date(Date.parse(to) - 89 * dayMs).toISOString().slice(0, 10), to };
}
