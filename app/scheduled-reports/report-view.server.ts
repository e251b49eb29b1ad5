import type { AuditActor } from "#app/audit/events.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import { pagePalette } from "#app/charts/chart.ts";
import type { Instant } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { findReportRun, lastReportRuns, listReportRuns, type ReportRun, statesOfMessages } from "#db/report-runs.ts";
import { listReports, reportReaders } from "#db/reports.ts";
import { findUsers } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { ReportChanging } from "./change-report.server.ts";
import { drawChart } from "./draw-chart.ts";
import { makeContent } from "./make-content.server.ts";
import type { Report, ReportKind } from "./report.ts";
import { periodText, scheduleText } from "./report-words.ts";
import { currentPeriod, nextDue } from "./schedule.ts";
import { shownReport } from "./shown-report.server.ts";
import type { ShownSection } from "./shown-sections.ts";

/** Who changes reports on a screen. */
export function changingBy({ db, now }: RequestContext, caller: Caller): ReportChanging {
  const actor: AuditActor = caller.auditActor;
  return { db, workspaceId: caller.workspace.id, by: caller.actor, actor, now };
}

/** A part of a report as a page shows it, its chart drawn in the colours of the page. */
export type DrawnSection = Omit<ShownSection, "chart"> & { svg: string | null };

function drawn(sections: readonly ShownSection[]): DrawnSection[] {
  return sections.map(({ chart, ...section }) => ({
    ...section,
    svg: chart === null ? null : drawChart(chart, pagePalette),
  }));
}

/** A report in a list. */
export type ListedReport = {
  id: string;
  kind: ReportKind;
  name: string;
  when: string;
  readers: number;
  nextAt: Instant | null;
  lastAt: Instant | null;
};

/** Returns the reports of a workspace with when each comes next and was sent last. */
export async function reportList(db: Db, { id, timeZone }: Workspace, now: Instant): Promise<ListedReport[]> {
  const last = await lastReportRuns(db, id);
  return (await listReports(db, id)).map((report) => ({
    ...{ id: report.id, kind: report.kind, name: report.name, when: scheduleText(report) },
    readers: report.userIds.length + report.addresses.length,
    nextAt: nextAtOf(report, timeZone, now),
    lastAt: last.get(report.id) ?? null,
  }));
}

/** Returns when a report comes next; null while it is off. */
export function nextAtOf(report: Report, timeZone: string, now: Instant): Instant | null {
  return report.dueFrom === null ? null : nextDue(report, timeZone, now).at;
}

const runsOfPage = 20;

/** Returns what the page of a report shows, with the newest of what it sent. */
export async function reportPage(
  db: Db,
  { id: workspaceId, timeZone }: Workspace,
  { report, before, now }: { report: Report; before: Instant | null; now: Instant },
) {
  const { id, kind, name, addresses } = report;
  const runs = await listReportRuns(db, workspaceId, { reportId: id, before, limit: runsOfPage + 1 });
  const shown = runs.slice(0, runsOfPage);
  const users = await findUsers(db, workspaceId, [
    ...report.userIds,
    ...shown.flatMap(({ madeBy }) => (madeBy === null ? [] : [madeBy])),
  ]);
  return {
    report: { id, kind, name, when: scheduleText(report), isOn: report.dueFrom !== null, addresses },
    nextAt: nextAtOf(report, timeZone, now),
    people: report.userIds.map((userId) => users.get(userId)?.displayName ?? "somebody who is gone"),
    runs: shown.map((run) => ({
      id: run.id,
      period: periodText(run.kind, run.period),
      madeAt: run.madeAt,
      by: run.madeBy === null ? null : (users.get(run.madeBy)?.displayName ?? "somebody who is gone"),
      readers: run.recipients.sent.length,
      leftOut: run.recipients.leftOut.length,
    })),
    older: runs.length > runsOfPage ? (shown.at(-1)?.madeAt ?? null) : null,
  };
}

/** Returns what a report would say if it were sent now. */
export async function previewOf(db: Db, workspace: Workspace, report: Report, now: Instant) {
  const period = currentPeriod(report, workspace.timeZone, now);
  const content = await makeContent(db, { workspace, kind: report.kind, period, now });
  const head = { kind: report.kind, name: report.name, period, madeAt: now };
  return { head, sections: await shownReport(db, workspace.id, content) };
}

/** Returns the same for a page. */
export async function previewPage(db: Db, workspace: Workspace, report: Report, now: Instant) {
  const { head, sections } = await previewOf(db, workspace, report, now);
  return { period: periodText(head.kind, head.period), sections: drawn(sections) };
}

/** @throws Refused 404 where nothing was sent under this id. */
export async function requireReportRun(db: Db, workspaceId: string, id: string): Promise<ReportRun> {
  const run = await findReportRun(db, workspaceId, id);
  if (!run) throw new Refused(404, "not_found", "No report was sent under this id.");
  return run;
}

/** Returns a run as it was sent, to whom, and what became of each message. */
export async function runPage(db: Db, workspaceId: string, run: ReportRun) {
  const { sent, leftOut } = run.recipients;
  const states = await statesOfMessages(
    db,
    workspaceId,
    sent.map(({ messageId }) => messageId),
  );
  const ids = [...sent.flatMap(({ userId }) => (userId === null ? [] : [userId])), ...leftOut];
  const users = await findUsers(db, workspaceId, ids);
  const nameOf = (userId: string) => users.get(userId)?.displayName ?? "somebody who is gone";
  return {
    run: { id: run.id, reportId: run.reportId, name: run.name, madeAt: run.madeAt, isByHand: run.madeBy !== null },
    period: periodText(run.kind, run.period),
    sections: drawn(await shownReport(db, workspaceId, run.content)),
    readers: sent.map(({ messageId, userId, address }) => ({
      ...{ id: messageId, userId, isOutside: userId === null },
      name: userId === null ? (address ?? "") : nameOf(userId),
      state: states.get(messageId) ?? null,
    })),
    leftOut: leftOut.map(nameOf),
  };
}

/** Returns whom a report can be sent to: everybody who may read it, by name. */
export async function possibleReaders(
  db: Db,
  workspaceId: string,
  now: Instant,
): Promise<{ value: string; label: string }[]> {
  const people = await reportReaders(db, workspaceId, { among: null, now });
  return people.map(({ id, displayName }) => ({ value: id, label: displayName }));
}
