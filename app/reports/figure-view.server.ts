import { barChart } from "#app/charts/bar-chart.ts";
import { pagePalette } from "#app/charts/chart.ts";
import { shownFigure } from "#app/charts/shown-figure.ts";
import type { Instant } from "#app/engine/types.ts";
import { lastDays } from "#app/register/local-days.ts";
import type { Db } from "#db/connect.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import type { Workspace } from "#db/workspaces.ts";
import { breakdown, figureWithin, type Part } from "./breakdown.server.ts";
import type { DashboardSpan } from "./dashboard-spans.ts";
import { dimensionLabels, dimensionTitles } from "./dimension-labels.ts";
import { type Dimension, dimensionsOf } from "./dimensions.ts";
import { figuresNow } from "./figures-now.server.ts";
import type { Kpi } from "./kpis.ts";
import { labelsOf } from "./places-of-rows.server.ts";
import { recheck } from "./recheck.server.ts";
import { rowsBehind } from "./rows-behind.server.ts";
import { type ShownChart, shownDay, trendChart } from "./trend-chart.ts";
import { dimensionsIn, isWhole, type Within } from "./within.ts";

type Asked = {
  workspace: Workspace;
  kpi: Kpi;
  /** A day that is over; null for now. */
  day: string | null;
  span: DashboardSpan;
  by: Dimension | null;
  /** The part of that dimension whose rows are shown; null for all of them. */
  part: string | null;
  after: string;
  /** The part of the workspace that it is of. */
  within: Within;
  /** Whether the reader may see the rows; without them neither are they taken apart. */
  seesRows: boolean;
  now: Instant;
};

const rowsOnPage = 25;
const mostBars = 12;

/** Reads and draws all that is known of one figure, now or of a day that is over. */
export async function figureView(db: Db, asked: Asked) {
  const { workspace, kpi, span, by, part, within, seesRows, now } = asked;
  const days = lastDays(now, span, workspace.timeZone).map(({ date }) => date);
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const kept = await listSnapshots(db, workspace.id, { from, to, key: kpi.key });
  const dimensions = dimensionsOf(kpi.key);
  const dimension = dimensions.find((each) => each === by) ?? dimensions[0] ?? null;
  const parts = seesRows && dimension !== null ? await partsOf(db, asked, dimension) : [];
  return {
    ...(await standing(db, asked)),
    chips: await Promise.all(
      dimensionsIn(within).map(async (each) => {
        const value = within[each] ?? "";
        const labelOf = await labelsOf(db, workspace.id, each, [value]);
        return { dimension: each, label: labelOf(value) };
      }),
    ),
    trend: trendChart({ kpi, caption: captionOf(kpi, kept), span, days, height: 190 }, kept),
    dimensions,
    dimension,
    bars: dimension === null || parts.length === 0 ? null : barsOf(kpi, dimension, parts),
    /** By what each row of the bars' table is asked for. */
    values: parts.map(({ value }) => value),
    part: part === null ? null : (parts.find(({ value }) => value === part)?.label ?? part),
    behind: seesRows ? await rowsOf(db, asked, dimension) : null,
  };
}

/** The figure, and of a past day both what was kept of it and what history says now. */
async function standing(db: Db, { workspace: { id: workspaceId }, kpi: { key, unit }, day, within, now }: Asked) {
  const shown = (figure: number | null) => (figure === null ? null : shownFigure(figure, unit));
  if (!isWhole(within))
    return { figure: shown(await figureWithin(db, workspaceId, { key, day, within }, now)), check: null };
  if (day === null) return { figure: shown((await figuresNow(db, workspaceId, now))[key] ?? null), check: null };
  const check = await recheck(db, workspaceId, key, day);
  return {
    figure: shown(check.kept ?? check.recomputed),
    check: { kept: shown(check.kept), recomputed: shown(check.recomputed), agrees: agree(check) },
  };
}

function partsOf(db: Db, { workspace, kpi: { key }, day, within, now }: Asked, dimension: Dimension): Promise<Part[]> {
  return breakdown(db, workspace.id, { key, dimension, day, within }, now);
}

async function rowsOf(db: Db, { workspace, kpi, day, part, after, within, now }: Asked, dimension: Dimension | null) {
  const only = dimension !== null && part !== null ? { by: { dimension, value: part } } : {};
  const asked = { key: kpi.key, day, after, limit: rowsOnPage, within, ...only };
  const { rows, next, total } = await rowsBehind(db, workspace.id, asked, now);
  const unit = kpi.unit === "share" ? "number" : kpi.unit;
  const shown = rows.map((row) => ({ ...row, value: row.value === null ? null : shownFigure(row.value, unit) }));
  return { rows: shown, next, total };
}

/** A sum of fractions may come out otherwise in the last digit. */
function agree({ kept, recomputed }: { kept: number | null; recomputed: number | null }): boolean {
  return kept === null || recomputed === null ? kept === recomputed : Math.abs(kept - recomputed) < 1e-9;
}

const aims = { up: " More is better.", down: " Less is better." } as const;

function captionOf({ unit, goodDirection }: Kpi, kept: readonly { day: string; value: number }[]): string {
  const [first, last] = [kept[0], kept.at(-1)];
  if (first === undefined || last === undefined) return "A figure is kept each night; none was kept in this span yet.";
  const from = `${shownFigure(first.value, unit)} on ${shownDay(first.day)}`;
  const to = `${shownFigure(last.value, unit)} on ${shownDay(last.day)}`;
  return `From ${from} to ${to}.${goodDirection === null ? "" : aims[goodDirection]}`;
}

function barsOf({ key, label, unit }: Kpi, dimension: Dimension, parts: readonly Part[]): ShownChart {
  const title = `${label} ${dimensionLabels[dimension]}`;
  const bars = parts.slice(0, mostBars).map((part) => ({ label: part.label, value: part.figure }));
  const caption = captionOfBars(bars, { unit, more: parts.length - bars.length });
  return {
    ...{ key, title, caption },
    svg: barChart({ title, caption, unit, bars, width: "fluid" }, pagePalette),
    table: {
      head: [dimensionTitles[dimension], label],
      rows: parts.map((part) => [part.label, shownFigure(part.figure, unit)]),
    },
  };
}

function captionOfBars(
  [first, second, ...others]: readonly { label: string; value: number }[],
  { unit, more }: { unit: Kpi["unit"]; more: number },
): string {
  if (more > 0) return `The ${others.length + 2} largest; ${more} more in the table.`;
  if (first === undefined || first.value === 0) return `None is above ${shownFigure(0, unit)}.`;
  return first.value === second?.value ? "The largest are equal." : `The largest is “${first.label}”.`;
}
