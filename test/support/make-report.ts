import type { Report } from "#app/scheduled-reports/report.ts";
import type { ReportRun } from "#db/report-runs.ts";

/** A weekly report that is on and goes to nobody. */
export function makeReport(over: Pick<Report, "workspaceId" | "id" | "createdAt"> & Partial<Report>): Report {
  return {
    ...{ kind: "kpi_weekly", name: "Weekly figures", weekday: 1, monthDay: 1, time: "08:00" },
    ...{ userIds: [], addresses: [], dueFrom: over.createdAt },
    ...{ createdBy: null, updatedAt: over.createdAt, removedAt: null },
    ...over,
  };
}

/** What such a report sent of one week. */
export function makeReportRun(
  over: Pick<ReportRun, "workspaceId" | "id" | "reportId" | "madeAt"> & Partial<ReportRun>,
): ReportRun {
  return {
    ...{ slot: "2026-11-09", kind: "kpi_weekly", name: "Weekly figures", madeBy: null },
    ...{ period: { from: "2026-11-09", to: "2026-11-15" }, content: { sections: [] } },
    ...{ recipients: { sent: [], leftOut: [] } },
    ...over,
  };
}
