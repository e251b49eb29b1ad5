import { barChart } from "#app/charts/bar-chart.ts";
import { pagePalette, pageWidth } from "#app/charts/chart.ts";
import { mixChart } from "#app/charts/mix-chart.ts";
import { shownFigure } from "#app/charts/shown-figure.ts";
import type { Instant } from "#app/engine/types.ts";
import { categoryPack } from "#app/register/category.ts";
import { lastDays } from "#app/register/local-days.ts";
import type { Db } from "#db/connect.ts";
import { countByRisk } from "#db/counts-by-risk.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { listOverdueLive } from "#db/overdue-live.ts";
import { findUsers } from "#db/users.ts";
import { listWaiting } from "#db/waiting.ts";
import type { Workspace } from "#db/workspaces.ts";
import { coverageRows, dashboardGroups, dashboardTrends } from "./dashboard-groups.ts";
import type { DashboardSpan } from "./dashboard-spans.ts";
import { type Figures, figuresNow } from "./figures-now.server.ts";
import { type Kpi, kpiNamed } from "./kpis.ts";
import { riskByState, riskColumns } from "./risk-by-state.ts";
import { failureReasons } from "./sign-in-figures.ts";
import { type ShownChart, shownDay, trendChart } from "./trend-chart.ts";

/** A figure as a card shows it; null where there is nothing to say. */
export type FigureCard = {
  key: string;
  label: string;
  definition: string;
  figure: string | null;
  /** How it stands to the beginning of the span, in words. */
  change: string | null;
};

type Asked = { workspace: Workspace; span: DashboardSpan; now: Instant };

const listed = 5;

/** Reads and draws what the dashboard shows: figures of this moment, and how they came about over the span. */
export async function dashboardView(db: Db, { workspace, span, now }: Asked) {
  const { id: workspaceId, timeZone } = workspace;
  const days = lastDays(now, span, timeZone).map(({ date }) => date);
  const [from = "", to = ""] = [days[0], days.at(-1)];
  const figures = await figuresNow(db, workspaceId, now);
  const before = await figuresBefore(db, workspaceId, { from, to });
  const trends = await Promise.all(
    dashboardTrends.map(async ({ key, caption }) => {
      const kept = await listSnapshots(db, workspaceId, { from, to, key });
      return trendChart({ kpi: definedAs(key), caption, span, days, height: 190 }, kept);
    }),
  );
  return {
    isEmpty: before === null && !figures.live && !figures.waiting,
    groups: dashboardGroups.map(({ title, keys }) => ({
      title,
      cards: keys.map((key) => cardOf(key, figures, before)),
    })),
    trends,
    coverage: coverageRows.map(({ who, note, keys }) => ({
      who,
      note,
      cards: keys.map((key) => cardOf(key, figures, before)),
    })),
    mix: mixOf(figures),
    categories: barsOf("live.category", categoryPack, figures),
    risk: riskByState(
      await countByRisk(
        db,
        workspaceId,
        riskColumns.flatMap(({ states }) => states),
      ),
    ),
    failures: failuresOf(figures),
    ...(await lists(db, workspaceId, now)),
  };
}

/** What was kept of the first day of the span that was measured, and which day that is. */
type Before = { day: string; figures: Figures } | null;

async function figuresBefore(db: Db, workspaceId: string, { from, to }: { from: string; to: string }): Promise<Before> {
  const [first] = await listSnapshots(db, workspaceId, { from, to, key: "live" });
  if (first === undefined) return null;
  const kept = await listSnapshots(db, workspaceId, { from: first.day, to: first.day });
  return { day: first.day, figures: Object.fromEntries(kept.map(({ key, value }) => [key, value])) };
}

function definedAs(key: string): Kpi {
  const kpi = kpiNamed(key);
  if (kpi === undefined) throw new Error(`there is no figure ${key}, expected one that is defined`);
  return kpi;
}

function cardOf(key: string, figures: Figures, before: Before): FigureCard {
  const { label, definition, unit } = definedAs(key);
  const value = figures[key];
  const was = before?.figures[key];
  const said = { key, label, definition, figure: value === undefined ? null : shownFigure(value, unit) };
  if (before === null || was === undefined || value === undefined) return { ...said, change: null };
  const shown = shownFigure(was, unit);
  return {
    ...said,
    change: shown === said.figure ? `as on ${shownDay(before.day)}` : `${shown} on ${shownDay(before.day)}`,
  };
}

const methodLabels = {
  phishing_resistant: "Passkey or security key",
  otp: "Codes of an app or a token",
  codes: "Recovery codes alone",
} as const;

function mixOf(figures: Figures): ShownChart {
  const title = "Strongest factor of people";
  const caption = "Passkeys and security keys withstand phishing; codes do not.";
  const parts = Object.entries(methodLabels).map(([method, label]) => ({
    label,
    value: figures[`method_share.${method}`] ?? 0,
  }));
  return {
    ...{ key: "method_share.phishing_resistant", title, caption },
    svg: mixChart({ title, caption, parts, width: pageWidth }, pagePalette),
    table: { head: ["Factor", "Share"], rows: parts.map(({ label, value }) => [label, shownFigure(value, "share")]) },
  };
}

function barsOf(prefix: string, parts: readonly { id: string; label: string }[], figures: Figures): ShownChart {
  const title = "Live by category";
  const bars = parts
    .map(({ id, label }) => ({ label, value: figures[`${prefix}.${id}`] ?? 0 }))
    .sort((one, other) => other.value - one.value);
  const caption = bars[0] === undefined || bars[0].value === 0 ? "None is live." : `Most are of “${bars[0].label}”.`;
  return {
    ...{ key: "live", title, caption },
    svg: barChart({ title, caption, unit: "count", bars, width: pageWidth }, pagePalette),
    table: { head: ["Category", "Live"], rows: bars.map(({ label, value }) => [label, value]) },
  };
}

function failuresOf(figures: Figures): ShownChart | null {
  const bars = failureReasons
    .map((reason) => ({ label: reason, value: figures[`sign_ins.${reason}`] ?? 0 }))
    .filter(({ value }) => value > 0)
    .sort((one, other) => other.value - one.value);
  if (bars.length === 0) return null;
  const title = "Not let in, last 24 hours";
  const caption = "A sudden rise comes with a misconfiguration or an attack.";
  return {
    ...{ key: `sign_ins.${bars[0]?.label}`, title, caption },
    svg: barChart({ title, caption, unit: "count", bars, width: pageWidth }, pagePalette),
    table: { head: ["Reason", "Sign-ins"], rows: bars.map(({ label, value }) => [label, value]) },
  };
}

async function lists(db: Db, workspaceId: string, now: Instant) {
  const waiting = await listWaiting(db, workspaceId, { now, after: null, limit: listed });
  const overdue = await listOverdueLive(db, workspaceId, { now, limit: listed });
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
