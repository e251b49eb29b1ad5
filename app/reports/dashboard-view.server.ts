import { shownFigure } from "#app/charts/shown-figure.ts";
import type { Instant } from "#app/engine/types.ts";
import { lastDays } from "#app/register/local-days.ts";
import type { Db } from "#db/connect.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { listOverdueLive } from "#db/overdue-live.ts";
import type { RecordIds } from "#db/records-within.ts";
import { findUsers } from "#db/users.ts";
import { listWaiting } from "#db/waiting.ts";
import type { Workspace } from "#db/workspaces.ts";
import { categoriesChart, failuresChart, livePartsChart, methodsChart } from "./dashboard-charts.ts";
import { dashboardFilter } from "./dashboard-filter.server.ts";
import { coverageRows, dashboardGroups, dashboardTrends } from "./dashboard-groups.ts";
import type { DashboardSpan } from "./dashboard-spans.ts";
import { dimensionLabels } from "./dimension-labels.ts";
import { type Figures, type Standing, standingNow } from "./figures-now.server.ts";
import { type Kpi, kpiNamed } from "./kpis.ts";
import { liveParts } from "./live-parts.server.ts";
import { riskByState } from "./risk-by-state.ts";
import { signInMix } from "./sign-in-mix.server.ts";
import { type ShownChart, shownDay, trendChart } from "./trend-chart.ts";
import { addressWithin, dimensionsIn, isWhole, notTakenApartBy, type Within } from "./within.ts";

/** A figure as a card shows it; null where there is nothing to say. */
export type FigureCard = {
  key: string;
  label: string;
  definition: string;
  figure: string | null;
  /** How it stands to the beginning of the span, or why there is no figure; in words. */
  note: string | null;
  to: string;
};

type Asked = { workspace: Workspace; span: DashboardSpan; within: Within; now: Instant };

const listed = 5;

/** Reads and draws what the dashboard shows of a workspace or a part of it: figures of this moment, and how they came about over the span. */
export async function dashboardView(db: Db, { workspace, span, within, now }: Asked) {
  const { id: workspaceId, timeZone } = workspace;
  const days = lastDays(now, span, timeZone).map(({ date }) => date);
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const standing = await standingNow(db, workspaceId, within, now);
  const { figures, groups, ids } = standing;
  const before = await figuresBefore(db, workspaceId, { from, to });
  const cards = (keys: readonly string[]) =>
    keys.map((key) => cardOf(key, figures, { within, before: isWhole(within) ? before : null }));
  const parts = await partsOf(db, workspaceId, { within, standing, now });
  const knowsPeople = notTakenApartBy("people", within).length === 0;
  const knowsSignIns = notTakenApartBy("sign_ins_allowed", within).length === 0;
  const trends = await trendsOf(db, workspaceId, { within, span, days });
  return {
    isEmpty: isWhole(within) && before === null && !figures.live && !figures.waiting,
    filter: parts.filter,
    groups: dashboardGroups.map(({ title, keys }) => ({ title, cards: cards(keys) })),
    trends,
    coverage: knowsPeople ? coverageRows.map(({ who, note, keys }) => ({ who, note, cards: cards(keys) })) : null,
    mix: knowsPeople ? methodsChart(figures) : null,
    signIns: isWhole(within) ? await signInMix(db, workspaceId, mixDays(now, timeZone)) : null,
    failures: knowsSignIns ? failuresChart(figures) : null,
    live: [categoriesChart(figures, within), ...parts.charts],
    /** By what live exceptions are too many to be laid out. */
    tooMany: parts.tooMany,
    /** What cannot be told of the part, in words. */
    untold: [
      ...(trends.length < dashboardTrends.length ? ["trends"] : []),
      ...(isWhole(within) ? [] : ["by which method sign-ins were let in"]),
      ...(knowsPeople ? [] : ["the coverage and factors of people"]),
      ...(knowsSignIns ? [] : ["why sign-ins were not let in"]),
    ],
    risk: riskByState(groups, within),
    ...(await lists(db, workspaceId, { now, ids })),
  };
}

/** Over so many days it is said by what sign-ins were let in; the day that has not ended is not among them. */
const daysOfMix = 30;

function mixDays(now: Instant, timeZone: string): { from: string; to: string } {
  const days = lastDays(now, daysOfMix + 1, timeZone).map(({ date }) => date);
  return { from: days[0] ?? "", to: days.at(-2) ?? "" };
}

/** What was kept of the first day of the span that was measured, and which day that is. */
type Before = { day: string; figures: Figures } | null;

async function figuresBefore(db: Db, workspaceId: string, { from, to }: { from: string; to: string }): Promise<Before> {
  const [first] = await listSnapshots(db, workspaceId, { from, to, key: "live" });
  if (first === undefined) return null;
  const kept = await listSnapshots(db, workspaceId, { from: first.day, to: first.day });
  return { day: first.day, figures: Object.fromEntries(kept.map(({ key, value }) => [key, value])) };
}

type Trends = { within: Within; span: DashboardSpan; days: readonly string[] };

/** Each night figures are kept of the whole workspace, and what is live of each category and rating too; of other parts there is no trend. */
async function trendsOf(db: Db, workspaceId: string, { within, span, days }: Trends): Promise<ShownChart[]> {
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const drawn = dashboardTrends.flatMap(({ key, caption }) => {
    const kept = keptFor(key, within);
    return kept === null ? [] : [{ key: kept, caption }];
  });
  return Promise.all(
    drawn.map(async ({ key, caption }) => {
      const kept = await listSnapshots(db, workspaceId, { from, to, key });
      return trendChart({ kpi: definedAs(key), caption, span, days, height: 190 }, kept);
    }),
  );
}

function keptFor(key: string, within: Within): string | null {
  const [only, ...others] = dimensionsIn(within);
  if (only === undefined) return key;
  const ofPart = `${key}.${only}.${within[only]}`;
  return others.length === 0 && kpiNamed(ofPart) !== undefined ? ofPart : null;
}

type PartsAsked = { within: Within; standing: Standing; now: Instant };

/** By whom and where the live exceptions are, and what there is to choose from. */
async function partsOf(db: Db, workspaceId: string, { within, standing, now }: PartsAsked) {
  const { ids, departments, figures } = standing;
  const parts = await liveParts(db, workspaceId, { now, ids, live: figures.live ?? 0 });
  const whole =
    ids === null ? parts : await liveParts(db, workspaceId, { now, ids: null, live: Number.POSITIVE_INFINITY });
  const shown = (["owner", "department", "application"] as const).flatMap((dimension) => {
    const laidOut = parts[dimension];
    return laidOut === null ? [] : [livePartsChart(dimension, laidOut, within)];
  });
  return {
    charts: shown,
    tooMany: parts.application === null ? (["application"] as const) : [],
    filter: await dashboardFilter(db, workspaceId, within, { owners: whole.owner, departments }),
  };
}

function definedAs(key: string): Kpi {
  const kpi = kpiNamed(key);
  if (kpi === undefined) throw new Error(`there is no figure ${key}, expected one that is defined`);
  return kpi;
}

function cardOf(key: string, figures: Figures, { within, before }: { within: Within; before: Before }): FigureCard {
  const { label, definition, unit } = definedAs(key);
  const value = figures[key];
  const untold = notTakenApartBy(key, within);
  const figure = value === undefined ? null : shownFigure(value, unit);
  const to = addressWithin(`/dashboard/${key}`, untold.length > 0 ? {} : within);
  const card = { key, label, definition, figure, to };
  if (untold.length > 0)
    return { ...card, note: `not taken apart ${untold.map((each) => dimensionLabels[each]).join(" or ")}` };
  if (figure === null) return { ...card, note: "nothing to measure yet" };
  const was = before?.figures[key];
  if (before === null || was === undefined) return { ...card, note: null };
  const shown = shownFigure(was, unit);
  return { ...card, note: shown === figure ? `as on ${shownDay(before.day)}` : `${shown} on ${shownDay(before.day)}` };
}

async function lists(db: Db, workspaceId: string, { now, ids }: { now: Instant; ids: RecordIds }) {
  const waiting = await listWaiting(db, workspaceId, { now, after: null, limit: listed, ids });
  const overdue = await listOverdueLive(db, workspaceId, { now, limit: listed, ids });
  const owners = await findUsers(
    db,
    workspaceId,
    overdue.map(({ ownerId }) => ownerId),
  );
  return {
    waiting: waiting.map(({ id, title, rating, state, waitingSince }) => ({
      id,
      title,
      rating,
      state,
      since: waitingSince,
    })),
    overdue: overdue.map(({ ownerId, ...row }) => ({ ...row, owner: owners.get(ownerId)?.displayName ?? "" })),
  };
}
