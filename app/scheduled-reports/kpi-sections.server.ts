import { addDays } from "#app/register/days.ts";
import { everything, type ListQuery } from "#app/register/list-query.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { figuresOfDay } from "#app/reports/figures-of-day.server.ts";
import type { Db } from "#db/connect.ts";
import { countExceptions, listExceptions } from "#db/exception-list.ts";
import type { Making } from "./making.server.ts";
import { type ChartSection, mostRows, type Section, type TableSection } from "./report-content.ts";
import { addToDay, earlierPeriod } from "./schedule.ts";
import { byCategory, dayCell, figureSection, recordCells } from "./sections.ts";
import { trendOf } from "./trend-of.server.ts";

/** How far back the trend goes. */
const trendDays = { kpi_weekly: 91, kpi_monthly: 366 } as const;

/** Both ways of counting people whom an exception lets in with less: as a gap, and not at all. */
const coverage = [
  ["coverage_share", "Exempted people counted as gaps"],
  ["coverage_rest_share", "Exempted people left out"],
] as const;

/** What a report of figures says: the period and its change, how it went over time, and what has to be looked at. */
export async function kpiSections(
  db: Db,
  { workspace, kind, period, now }: Making & { kind: keyof typeof trendDays },
): Promise<Section[]> {
  const figures = await figuresOfDay(db, workspace.id, period.to);
  const before = await figuresOfDay(db, workspace.id, earlierPeriod({ kind }, period).to);
  const began = wallClockOf(workspace.createdAt, workspace.timeZone).slice(0, 10);
  const earliest = addToDay(period.to, -trendDays[kind]);
  const from = [earliest, began].toSorted().at(-1) ?? earliest;
  const points = await trendOf(db, workspace.id, { key: "live", from, to: period.to });
  const line: ChartSection = {
    ...{ kind: "chart", shape: "line", title: "Live exceptions over time", unit: "count", points },
    caption: "Exceptions that let a sign-in pass with less, at the end of each day.",
  };
  const bars = coverage.flatMap(([key, label]) => (figures[key] === undefined ? [] : [{ label, value: figures[key] }]));
  const covered: ChartSection = {
    ...{ kind: "chart", shape: "bars", title: "People with MFA, counted both ways", unit: "share", bars },
    caption: "The distance between the two is what exceptions account for.",
  };
  return [
    figureSection("The period, and the one before", { figures, before }),
    ...(points.length > 1 ? [line] : []),
    ...(bars.length > 0 ? [covered] : []),
    ...byCategory(figures),
    await listed(db, {
      ...{ workspace, title: "Review overdue, still live", last: "Review was due" },
      empty: "No review of a live exception is overdue.",
      query: { ...everything, states: ["active"], endsAfter: now, reviewBy: now },
      dueAt: ({ nextReviewAt }) => nextReviewAt,
    }),
    await listed(db, {
      ...{ workspace, title: "Ends within 30 days", last: "Ends" },
      empty: "No live exception ends within 30 days.",
      query: { ...everything, states: ["active"], endsAfter: now, endsBy: addDays(now, 30) },
      dueAt: ({ endsAt }) => endsAt,
    }),
  ];
}

type Listed = {
  workspace: Making["workspace"];
  title: string;
  last: string;
  empty: string;
  query: ListQuery;
  dueAt(record: { nextReviewAt: string | null; endsAt: string }): string | null;
};

async function listed(db: Db, { workspace, title, last, empty, query, dueAt }: Listed): Promise<TableSection> {
  const { records } = await listExceptions(db, workspace.id, { ...query, limit: mostRows });
  return {
    kind: "table",
    title,
    columns: ["Exception", "Title", "Owner", last],
    rows: records.map((record) => [
      ...recordCells(record),
      { userId: record.ownerId },
      dayCell(dueAt(record), workspace.timeZone),
    ]),
    total: records.length < mostRows ? records.length : await countExceptions(db, workspace.id, query),
    empty,
  };
}
