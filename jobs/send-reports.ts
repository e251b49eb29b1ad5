import { lastDue } from "#app/scheduled-reports/schedule.ts";
import { sendReport } from "#app/scheduled-reports/send-report.server.ts";
import { hasReportRun } from "#db/report-runs.ts";
import { listReports } from "#db/reports.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job } from "./job.ts";

/**
 * Sends the reports that are due by the clocks of the workspace. What is asked is always the last time that a report was
 * due: after days on which nothing ran it is sent once, about the last period.
 */
export const sendReports: Job = {
  name: "send-reports",
  cron: "*/5 * * * *",
  summary: "Sends the reports that are due.",
  run: async (context, workspace, now) => {
    const { db } = context;
    const reports = await listReports(db, workspace.id);
    const due = reports.flatMap((report) => {
      if (report.dueFrom === null) return [];
      const { at, period } = lastDue(report, workspace.timeZone, now);
      return at >= report.dueFrom ? [{ id: report.id, report, period }] : [];
    });
    const { done, failed } = await eachDue(context, due, async ({ report, period }) => {
      const slot = period.from;
      // Nearly always it has been sent, and making it would cost something.
      if (await hasReportRun(db, report, slot)) throw new DoneElsewhere(report.id);
      const as = asJob(context, sendReports.name, { workspaceId: workspace.id, now });
      const run = await sendReport(db, as, { workspace, report, slot, period, madeBy: null, now });
      if (run === null) throw new DoneElsewhere(report.id);
    });
    return { sent: done, failed };
  },
};
