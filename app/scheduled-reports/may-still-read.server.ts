import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import type { QueuedMessage } from "#db/outbox.ts";
import { findReport, reportReaders } from "#db/reports.ts";
import type { Report } from "./report.ts";

type Reading = Pick<QueuedMessage, "workspaceId" | "template" | "toUserId" | "toAddress" | "data">;

/**
 * Whether a message may leave still. A report is for people who have a role when it leaves, whatever they had when it was
 * queued, and for addresses that it names then.
 */
export async function mayStillRead(
  db: Db,
  { workspaceId, template, ...message }: Reading,
  now: Instant,
): Promise<boolean> {
  if (template !== "report_sent") return true;
  const report = await findReport(db, workspaceId, message.data.reportId ?? "");
  if (!report || report.removedAt !== null) return false;
  if (message.toUserId === null) return report.addresses.includes(message.toAddress);
  const isNamed = report.userIds.includes(message.toUserId);
  return isNamed && (await reportReaders(db, workspaceId, { among: [message.toUserId], now })).length > 0;
}

/** Returns who of the people of a report may read it, and who may not: they are barred, or have no role any more. */
export async function readersOf(
  db: Db,
  { workspaceId, userIds }: Pick<Report, "workspaceId" | "userIds">,
  now: Instant,
) {
  const readers = await reportReaders(db, workspaceId, { among: userIds, now });
  return { readers, leftOut: userIds.filter((id) => !readers.some((reader) => reader.id === id)) };
}
