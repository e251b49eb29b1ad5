import type { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import type { MessageState } from "#app/mail/message-states.ts";
import type { Db } from "#db/connect.ts";
import { lastReportRuns, listReportRuns, type ReportRun, statesOfMessages } from "#db/report-runs.ts";
import { listReports } from "#db/reports.ts";
import type { Workspace } from "#db/workspaces.ts";
import { requireReport } from "./change-report.server.ts";
import type { Report } from "./report.ts";
import { nextAtOf, requireReportRun } from "./report-view.server.ts";
import { type ReportRunWire, type RunsQuery, reportWireOf, type WholeReportRunWire } from "./report-wire.ts";

/** Returns the reports of a workspace for programs. */
export async function reportsOnWire(db: Db, workspace: Workspace, now: Instant) {
  const last = await lastReportRuns(db, workspace.id);
  const wireOf = (report: Report) =>
    reportWireOf(report, { nextAt: nextAtOf(report, workspace.timeZone, now), lastAt: last.get(report.id) ?? null });
  return (await listReports(db, workspace.id)).map(wireOf);
}

/** @throws Refused 404 no such report. */
export async function reportOnWire(db: Db, workspace: Workspace, id: string, now: Instant) {
  const report = await requireReport(db, workspace.id, id);
  const [last] = await listReportRuns(db, workspace.id, { reportId: id, before: null, limit: 1 });
  const nextAt = nextAtOf(report, workspace.timeZone, now);
  return reportWireOf(report, { nextAt, lastAt: last?.madeAt ?? null });
}

/**
 * Returns a page of what a report sent, the newest first.
 * @throws Refused 404 no such report.
 */
export async function runsOnWire(
  db: Db,
  { id: workspaceId }: Workspace,
  { id, cursor, limit }: z.output<typeof RunsQuery> & { id: string },
) {
  await requireReport(db, workspaceId, id);
  const asked = { reportId: id, before: cursor ?? null, limit: limit + 1 };
  const runs = await listReportRuns(db, workspaceId, asked);
  const shown = runs.slice(0, limit);
  return {
    data: shown.map(runWireOf),
    next_cursor: runs.length > limit ? (shown.at(-1)?.madeAt ?? null) : null,
  };
}

/** @throws Refused 404 nothing was sent under this id. */
export async function runOnWire(db: Db, { id: workspaceId }: Workspace, id: string) {
  const run = await requireReportRun(db, workspaceId, id);
  const ids = run.recipients.sent.map(({ messageId }) => messageId);
  return wholeRunWireOf(run, await statesOfMessages(db, workspaceId, ids));
}

function runWireOf(run: Omit<ReportRun, "content">): z.output<typeof ReportRunWire> {
  const { id, reportId, kind, name, period, madeAt, madeBy, recipients } = run;
  return {
    ...{ id, report_id: reportId, kind, name, ...period, made_at: madeAt, made_by: madeBy },
    ...{ recipients: recipients.sent.length, left_out: recipients.leftOut },
  };
}

function wholeRunWireOf(
  run: ReportRun,
  states: ReadonlyMap<string, MessageState>,
): z.output<typeof WholeReportRunWire> {
  const sentTo = run.recipients.sent.map(({ messageId, userId, address }) => ({
    ...{ user_id: userId, address, state: states.get(messageId) ?? null },
  }));
  return { ...runWireOf(run), sent_to: sentTo, content: run.content };
}
