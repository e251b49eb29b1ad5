import type { Db } from "#db/connect.ts";
import {
  closedBetween,
  countApproved,
  countEvents,
  dutyFigures,
  eventsBetween,
  longestLived,
  usesBetween,
} from "#db/governance-facts.ts";
import {
  findReportRun,
  hasReportRun,
  insertReportRun,
  lastReportRuns,
  listReportRuns,
  statesOfMessages,
} from "#db/report-runs.ts";
import { findReport, insertReport, listReports, reportReaders, updateReport } from "#db/reports.ts";
import { makeReport, makeReportRun } from "#test/support/make-report.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const reportId = "rep_of_the_other";
const id = "run_of_the_other";
const everyTime = { from: "2000-01-01T00:00:00.000Z", to: "2100-01-01T00:00:00.000Z", limit: 9 };

const report = (workspaceId: string) => makeReport({ workspaceId, id: reportId, createdAt: now });
const run = (workspaceId: string) => makeReportRun({ workspaceId, id, reportId, madeAt: now });

/** Completes the other workspace with a report that was sent. */
export async function otherReports(db: Db, workspaceId: string): Promise<void> {
  await insertReport(db, report(workspaceId));
  await insertReportRun(db, run(workspaceId));
}

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

/** What each query answers when it is asked for what another workspace has, as in the list of all queries. */
export const reportReads: Record<string, [ask: Ask, answer: unknown]> = {
  listReports: [(db, workspaceId) => listReports(db, workspaceId), []],
  findReport: [(db, workspaceId) => findReport(db, workspaceId, reportId), undefined],
  reportReaders: [(db, workspaceId) => reportReaders(db, workspaceId, { among: null, now }), []],
  hasReportRun: [(db, workspaceId) => hasReportRun(db, report(workspaceId), "2026-11-09"), false],
  findReportRun: [(db, workspaceId) => findReportRun(db, workspaceId, id), undefined],
  listReportRuns: [(db, workspaceId) => listReportRuns(db, workspaceId, { reportId, before: null, limit: 9 }), []],
  lastReportRuns: [(db, workspaceId) => lastReportRuns(db, workspaceId), new Map()],
  statesOfMessages: [(db, workspaceId, { message }) => statesOfMessages(db, workspaceId, [message.id]), new Map()],
  countEvents: [
    (db, workspaceId) => countEvents(db, workspaceId, { ...everyTime, types: ["exception.submitted"] }),
    new Map(),
  ],
  eventsBetween: [
    (db, workspaceId) => eventsBetween(db, workspaceId, { ...everyTime, types: ["exception.submitted"] }),
    [],
  ],
  countApproved: [(db, workspaceId) => countApproved(db, workspaceId, everyTime), 0],
  longestLived: [(db, workspaceId) => longestLived(db, workspaceId, { at: now, limit: 9 }), []],
  closedBetween: [(db, workspaceId) => closedBetween(db, workspaceId, everyTime), []],
  dutyFigures: [(db, workspaceId) => dutyFigures(db, workspaceId, everyTime), { exceptions: 0, people: 0, twice: 0 }],
  usesBetween: [(db, workspaceId) => usesBetween(db, workspaceId, everyTime), []],
};

/** Changes that name what another workspace has. */
export const reportChanges: Record<string, Ask> = {
  updateReport: (db, workspaceId) => updateReport(db, { ...report(workspaceId), name: "Taken over" }),
};
