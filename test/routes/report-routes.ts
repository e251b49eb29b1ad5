import type { Db } from "#db/connect.ts";
import { insertReportRun } from "#db/report-runs.ts";
import { insertReport } from "#db/reports.ts";
import { makeReport, makeReportRun } from "#test/support/make-report.ts";
import { api, change, type Entry, everyone, own, page, record } from "./answers.ts";

/** The report of the workspace that is visited, and what it sent. */
const visitedReport = "rep_visited";
const visitedRun = "run_visited";

const params = { id: visitedReport };
const runParams = { id: visitedRun };
const pageOf = `/reports/${visitedReport}`;
const apiOf = `/api/v1/reports/${visitedReport}`;
const apiRecord = { ...api, stranger: 404 } as const;
const apiChange = { nobody: 401, stranger: 403, auditor: 403 } as const;

/** Puts a report that was sent into the workspace that is visited. */
export async function reportVisited(
  db: Db,
  { workspaceId, mark, now }: { workspaceId: string; mark: string; now: string },
): Promise<void> {
  await insertReport(db, makeReport({ workspaceId, id: visitedReport, name: mark, createdAt: now }));
  const head = { workspaceId, id: visitedRun, reportId: visitedReport, name: mark, madeAt: now };
  await insertReportRun(db, makeReportRun(head));
}

/** Every handler of the reports, with a request that would do something if it were let in. */
export const reportRoutes: Entry[] = [
  { file: "reports._index.tsx", handler: "loader", path: "/reports", answers: page },
  { file: "reports.new.tsx", handler: "loader", path: "/reports/new?kind=kpi_weekly", answers: own },
  {
    file: "reports.new.tsx",
    handler: "action",
    path: "/reports/new?kind=kpi_weekly",
    form: { name: "", time: "08:00" },
    answers: { ...own, stranger: 400 },
  },
  { file: "reports.$id._index.tsx", handler: "loader", path: pageOf, params, answers: record },
  {
    file: "reports.$id._index.tsx",
    handler: "action",
    path: pageOf,
    params,
    form: { intent: "remove" },
    answers: change,
  },
  { file: "reports.$id.edit.tsx", handler: "loader", path: `${pageOf}/edit`, params, answers: change },
  {
    file: "reports.$id.edit.tsx",
    handler: "action",
    path: `${pageOf}/edit`,
    params,
    form: { name: "Walked in", time: "08:00" },
    answers: change,
  },
  { file: "reports.$id.preview._index.tsx", handler: "loader", path: `${pageOf}/preview`, params, answers: record },
  { file: "reports.$id.preview.pdf.ts", handler: "loader", path: `${pageOf}/preview/pdf`, params, answers: record },
  {
    file: "reports.runs.$id._index.tsx",
    handler: "loader",
    path: `/reports/runs/${visitedRun}`,
    params: runParams,
    answers: record,
  },
  {
    file: "reports.runs.$id.pdf.ts",
    handler: "loader",
    path: `/reports/runs/${visitedRun}/pdf`,
    params: runParams,
    answers: record,
  },
  { file: "api.v1.reports.ts", handler: "loader", path: "/api/v1/reports", answers: api },
  {
    file: "api.v1.reports.ts",
    handler: "action",
    path: "/api/v1/reports",
    json: { kind: "kpi_weekly", name: "Walked in", time: "08:00" },
    answers: apiChange,
  },
  { file: "api.v1.reports.$id.ts", handler: "loader", path: apiOf, params, answers: apiRecord },
  { file: "api.v1.reports.$id.ts", handler: "action", method: "DELETE", path: apiOf, params, answers: apiChange },
  { file: "api.v1.reports.$id.send.ts", handler: "loader", path: `${apiOf}/send`, params, answers: everyone(405) },
  {
    file: "api.v1.reports.$id.send.ts",
    handler: "action",
    path: `${apiOf}/send`,
    params,
    json: {},
    answers: apiChange,
  },
  { file: "api.v1.reports.$id.runs.ts", handler: "loader", path: `${apiOf}/runs`, params, answers: apiRecord },
  { file: "api.v1.reports.$id.runs.ts", handler: "action", path: `${apiOf}/runs`, json: {}, answers: everyone(405) },
  {
    file: "api.v1.report-runs.$id.ts",
    handler: "loader",
    path: `/api/v1/report-runs/${visitedRun}`,
    params: runParams,
    answers: apiRecord,
  },
  {
    file: "api.v1.report-runs.$id.ts",
    handler: "action",
    path: `/api/v1/report-runs/${visitedRun}`,
    json: {},
    answers: everyone(405),
  },
];
