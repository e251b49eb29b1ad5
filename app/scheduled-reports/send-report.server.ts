import { createHash } from "node:crypto";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { insertReportRun } from "#db/report-runs.ts";
import { findReport } from "#db/reports.ts";
import type { Workspace } from "#db/workspaces.ts";
import { type WriteContext, write } from "#db/write.ts";
import { type ReportChanging, refuseOthers, requireReport } from "./change-report.server.ts";
import { makeContent } from "./make-content.server.ts";
import { readersOf } from "./may-still-read.server.ts";
import type { Period, Report } from "./report.ts";
import { kindWords, periodText } from "./report-words.ts";
import { currentPeriod } from "./schedule.ts";

type Sending = {
  workspace: Workspace;
  report: Report;
  /** What it is sent for, once. */
  slot: string;
  period: Period;
  /** Who has it sent; null where it is due. */
  madeBy: string | null;
  now: Instant;
};

/**
 * Makes what a report says and queues it for everybody who may read it; returns the run, or null when it was sent for that
 * slot before. What it says is kept with the claim of the slot, its event and its messages, or nothing is.
 */
export async function sendReport(
  db: Db,
  as: WriteContext,
  { workspace, report, slot, period, madeBy, now }: Sending,
): Promise<string | null> {
  const { id: workspaceId } = workspace;
  const { id: reportId, kind, name } = report;
  const content = await makeContent(db, { workspace, kind, period, now });
  const sha256 = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  const id = newId("run");
  try {
    // Nobody waits for a report while others are made up for: it goes out as itself.
    await write(db, { ...as, isCatchingUp: false }, async (tx, { audit, notify }) => {
      const current = await findReport(tx, workspaceId, reportId);
      if (!current || current.removedAt !== null) throw new SentAlready();
      const { readers, leftOut } = await readersOf(tx, current, now);
      const sent = [
        ...readers.map(({ id: userId }) => ({ messageId: newId("msg"), userId, address: null })),
        ...current.addresses.map((address) => ({ messageId: newId("msg"), userId: null, address })),
      ];
      const head = { workspaceId, id, reportId, slot, kind, name, period, madeAt: now, madeBy };
      if (!(await insertReportRun(tx, { ...head, content, recipients: { sent, leftOut: [...leftOut] } })))
        throw new SentAlready();
      const toIds = readers.map((reader) => reader.id);
      const said = { runId: id, kind, isByHand: madeBy !== null, ...period, toIds, leftOutIds: [...leftOut], sha256 };
      audit("report.sent", { kind: "report", id: reportId }, { ...said, addresses: [...current.addresses] }, null);
      const data = { reportId, runId: id, name, period: periodText(kind, period), about: kindWords[kind].text };
      for (const { messageId, userId, address } of sent) {
        const toAddress = address ?? readers.find((reader) => reader.id === userId)?.userName ?? "";
        notify({ id: messageId, template: "report_sent", toUserId: userId, toAddress, data });
      }
    });
  } catch (caught) {
    if (caught instanceof SentAlready) return null;
    throw caught;
  }
  return id;
}

/** Thrown inside the write, so that nothing of it is kept. */
class SentAlready extends Error {}

/**
 * Sends a report now, whenever it is due, and returns the run. A form that is sent twice has it sent once: there is one a minute.
 * @throws Refused 403 not an admin, 404 no such report, 400 nobody to send it to, 409 sent in this minute.
 */
export async function sendReportNow(
  { db, workspaceId, by, actor, now }: ReportChanging,
  workspace: Workspace,
  id: string,
): Promise<string> {
  await refuseOthers(db, workspaceId, by);
  const report = await requireReport(db, workspaceId, id);
  if (report.userIds.length + report.addresses.length === 0)
    throw new Refused(400, "report_without_readers", "Choose whom it is sent to first.");
  const period = currentPeriod(report, workspace.timeZone, now);
  const slot = `by hand ${now.slice(0, 16)}`;
  const as: WriteContext = { workspaceId, actor, now };
  const run = await sendReport(db, as, { workspace, report, slot, period, madeBy: by.userId, now });
  if (run === null)
    throw new Refused(409, "report_just_sent", "It was sent a moment ago. Wait a minute to send it again.");
  return run;
}
