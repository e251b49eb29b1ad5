import type { Db } from "#db/connect.ts";
import {
  cancelExportRow,
  claimExport,
  expireExportRow,
  failExportRow,
  finishExport,
  listOutdatedExports,
  noteExportProgress,
  noteExportRoles,
  reopenExport,
  requeueExport,
  requeueLostExport,
} from "#db/export-work.ts";
import {
  countOpenExports,
  findExport,
  insertExport,
  keepExportsFor,
  keptExportDays,
  listExports,
  type NewExport,
} from "#db/exports.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";
const [running, done, cancelled] = ["exp_running_other", "exp_done_other", "exp_cancelled_other"];
const made = { rows: 1, bytes: 1, sha256: "0".repeat(64), expiresAt: now };

/** Lets somebody of the other workspace have an export that is being made, one that is done and one that was cancelled. */
export async function otherExports(db: Db, workspaceId: string, requestedBy: string): Promise<void> {
  const asked: Omit<NewExport, "id"> = {
    ...{ workspaceId, kind: "register", format: "csv", query: "", asOf: null, params: {}, requestedBy },
    ...{ actor: { kind: "user", id: requestedBy }, createdAt: now, fileName: "register.csv", expiresAt: now },
  };
  for (const id of [done, cancelled, running]) {
    await insertExport(db, { ...asked, id });
    await claimExport(db, now);
    if (id === done) await finishExport(db, { workspaceId, id, attempt: 1 }, made, now);
    if (id === cancelled) await cancelExportRow(db, { workspaceId, id }, now);
  }
  await keepExportsFor(db, workspaceId, 30);
}

type Ask = (db: Db, workspaceId: string, other: { userId: string }) => Promise<unknown>;

export const exportReads: Record<string, [ask: Ask, answer: unknown]> = {
  findExport: [(db, id) => findExport(db, id, done), undefined],
  listExports: [(db, id) => listExports(db, id, { requestedBy: null, limit: 9 }), []],
  countOpenExports: [(db, id, { userId }) => countOpenExports(db, id, userId), 0],
  keptExportDays: [(db, id) => keptExportDays(db, id), 7],
  listOutdatedExports: [(db, id) => listOutdatedExports(db, id, { now: later, limit: 9 }), []],
};

const attempt = (workspaceId: string) => ({ workspaceId, id: running, attempt: 1 });

export const exportChanges: Record<string, Ask> = {
  noteExportRoles: (db, id) => noteExportRoles(db, attempt(id), ["owner"]),
  noteExportProgress: (db, id) => noteExportProgress(db, attempt(id), { done: 9, total: 9, place: null }, later),
  finishExport: (db, id) => finishExport(db, attempt(id), made, later),
  failExportRow: (db, id) => failExportRow(db, attempt(id), "taken over", later),
  cancelExportRow: (db, id) => cancelExportRow(db, attempt(id), later),
  requeueExport: (db, id) => requeueExport(db, attempt(id)),
  requeueLostExport: (db, id) => requeueLostExport(db, attempt(id)),
  reopenExport: (db, id) => reopenExport(db, { workspaceId: id, id: cancelled }, { expiresAt: later }),
  expireExportRow: (db, id) => expireExportRow(db, { workspaceId: id, id: done }, later),
  keepExportsFor: (db, id) => keepExportsFor(db, id, 90),
};
