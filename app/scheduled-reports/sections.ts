import { categoryPack } from "#app/register/category.ts";
import type { Exception } from "#app/register/exception.ts";
import { ratings } from "#app/register/risk.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { kpis } from "#app/reports/kpis.ts";
import type { Figures } from "#app/reports/measure.ts";
import type { Cell, ChartSection, FiguresSection } from "./report-content.ts";
import { dayText } from "./report-words.ts";

/** A record by its id and title, which everybody with a role may read; never why it was asked for. */
export function recordCells({ id, title }: Pick<Exception, "id" | "title">): Cell[] {
  return [{ text: id, path: `/exceptions/${id}` }, { text: title }];
}

/** An instant as a calendar day of the workspace. */
export function dayCell(at: string | null, timeZone: string): Cell {
  return { text: at === null ? "–" : dayText(wallClockOf(at, timeZone).slice(0, 10)) };
}

/** Figures as they stand beside those of the period before; breakdowns are what the charts show. */
export function figureSection(
  title: string,
  { figures, before, keys }: { figures: Figures; before: Figures; keys?: readonly string[] },
): FiguresSection {
  const shown = kpis.filter(({ key }) => (keys ? keys.includes(key) : !key.includes(".")));
  const known = shown.filter(({ key }) => figures[key] !== undefined || before[key] !== undefined);
  return {
    kind: "figures",
    title,
    figures: known.map(({ key, label, unit }) => ({
      label,
      unit,
      value: figures[key] ?? null,
      before: before[key] ?? null,
    })),
  };
}

/** The live exceptions by what kind they are, the most first. */
export function byCategory(figures: Figures): ChartSection[] {
  const bars = categoryPack.map(({ id, label }) => ({ label, value: figures[`live.category.${id}`] ?? 0 }));
  return barsOf("Live exceptions by category", "How many are live of each kind.", bars);
}

/** The live exceptions by their rating. */
export function byRating(figures: Figures): ChartSection[] {
  const bars = ratings.map((rating) => ({
    label: `${rating[0]?.toUpperCase()}${rating.slice(1)}`,
    value: figures[`live.rating.${rating}`] ?? 0,
  }));
  return barsOf("Live exceptions by risk", "How many are live of each rating.", bars);
}

/** A chart of nothing says nothing. */
function barsOf(title: string, caption: string, bars: { label: string; value: number }[]): ChartSection[] {
  const shown = bars.filter(({ value }) => value > 0);
  return shown.length > 0 ? [{ kind: "chart", shape: "bars", title, caption, unit: "count", bars: shown }] : [];
}
