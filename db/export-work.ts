import type { Instant } from "#app/engine/types.ts";
import type { Export, ExportKey, ExportPlace } from "#app/exports/export.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { Db } from "./connect.ts";
import { exportColumns, exportOf } from "./exports.ts";

/** An attempt to make an export; what an attempt says is heard until another one has begun. */
export type ExportAttempt = ExportKey & Pick<Export, "attempt">;

/** Takes the export that has waited longest, in any workspace; of several that try, one gets it. */
export async function claimExport(db: Db, now: Instant): Promise<Export | undefined> {
  const next = await db
    .selectFrom("exports")
    .select(["workspaceId", "id"])
    .where("state", "=", "queued")
    .orderBy("createdAt")
    .limit(1)
    .executeTakeFirst();
  if (!next) return undefined;
  const row = await db
    .updateTable("exports")
    .set((eb) => ({ state: "running", seenAt: now, attempt: eb("attempt", "+", 1), total: null, fault: null }))
    .where("workspaceId", "=", next.workspaceId)
    .where("id", "=", next.id)
    .where("state", "=", "queued")
    .returning(exportColumns)
    .executeTakeFirst();
  return row && exportOf(row);
}

/** Changes an export as long as this attempt is the one that makes it. */
function running(db: Db, { workspaceId, id, attempt }: ExportAttempt) {
  return db
    .updateTable("exports")
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("attempt", "=", attempt)
    .where("state", "=", "running");
}

/** Notes which roles whoever asked has while it is made. */
export async function noteExportRoles(
  db: Db,
  { workspaceId, id, attempt }: ExportAttempt,
  roles: readonly RegisterRole[],
): Promise<void> {
  await db
    .updateTable("exports")
    .set({ roles: JSON.stringify(roles) })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("attempt", "=", attempt)
    .execute();
}

type Progress = { done: number; total: number | null; place: ExportPlace | null };

/** Notes how far an attempt has come, and that somebody makes it; false when it is not to go on. */
export async function noteExportProgress(
  db: Db,
  attempted: ExportAttempt,
  { done, total, place }: Progress,
  now: Instant,
): Promise<boolean> {
  const from = place && {
    cursor: place.cursor,
    cursorAttempt: place.attempt,
    cursorBytes: place.bytes,
    cursorDone: place.done,
    cursorSha256: place.sha256,
  };
  const noted = await running(db, attempted)
    .set({ done, total, seenAt: now, ...from })
    .returning("id")
    .executeTakeFirst();
  return noted !== undefined;
}

type Finished = { rows: number; bytes: number; sha256: string; expiresAt: Instant };

/** Marks an export done by the attempt that has made it, once; false when it was cancelled or another attempt goes on. */
export async function finishExport(
  tx: Db,
  attempted: ExportAttempt,
  { rows, bytes, sha256, expiresAt }: Finished,
  now: Instant,
): Promise<boolean> {
  const finished = await running(tx, attempted)
    .set({ state: "done", done: rows, total: rows, rowCount: rows, bytes, sha256, expiresAt, finishedAt: now })
    .returning("id")
    .executeTakeFirst();
  return finished !== undefined;
}

/** Takes an export back that waits or is being made, once; answers with what there was of it. */
export async function cancelExportRow(
  tx: Db,
  { workspaceId, id }: ExportKey,
  now: Instant,
): Promise<Pick<Export, "done"> | undefined> {
  return tx
    .updateTable("exports")
    .set({ state: "cancelled", finishedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "in", ["queued", "running"])
    .returning("done")
    .executeTakeFirst();
}

/** Marks an export failed whose attempt could not make it; false when it was cancelled or another attempt goes on. */
export async function failExportRow(tx: Db, attempted: ExportAttempt, fault: string, now: Instant): Promise<boolean> {
  const failed = await running(tx, attempted)
    .set({ state: "failed", fault, finishedAt: now })
    .returning("id")
    .executeTakeFirst();
  return failed !== undefined;
}

/** Lets an export wait again that was being made when the server stopped: the next attempt goes on from where it can. */
export async function requeueExport(db: Db, attempted: ExportAttempt): Promise<void> {
  await running(db, attempted).set({ state: "queued" }).execute();
}

/** Lets an export wait again whose maker has gone away without a word. */
export async function requeueLostExport(db: Db, attempted: ExportAttempt): Promise<void> {
  await running(db, attempted)
    .set((eb) => ({ state: "queued", lost: eb("lost", "+", 1) }))
    .execute();
}

/** Returns the exports, of any workspace, that are said to be made and of whose maker nothing has been heard since. */
export async function listSilentExports(db: Db, before: Instant): Promise<(ExportAttempt & { lost: number })[]> {
  return db
    .selectFrom("exports")
    .select(["workspaceId", "id", "attempt", "lost"])
    .where("state", "=", "running")
    .where("seenAt", "<", before)
    .execute();
}

/** Has an export made after all that was cancelled or failed, once; answers with what there is of it. */
export async function reopenExport(
  tx: Db,
  { workspaceId, id }: ExportKey,
  { expiresAt }: Pick<Export, "expiresAt">,
): Promise<Pick<Export, "done"> | undefined> {
  return tx
    .updateTable("exports")
    .set({ state: "queued", lost: 0, fault: null, finishedAt: null, expiresAt })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "in", ["cancelled", "failed"])
    .returning("done")
    .executeTakeFirst();
}

/** Returns exports whose file has been kept for long enough. */
export async function listOutdatedExports(
  db: Db,
  workspaceId: string,
  { now, limit }: { now: Instant; limit: number },
): Promise<Export[]> {
  const rows = await db
    .selectFrom("exports")
    .select(exportColumns)
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "done")
    .where("expiresAt", "<=", now)
    .orderBy("expiresAt")
    .limit(limit)
    .execute();
  return rows.map(exportOf);
}

/** Marks an export whose file is gone, once. */
export async function expireExportRow(tx: Db, { workspaceId, id }: ExportKey, now: Instant): Promise<boolean> {
  const expired = await tx
    .updateTable("exports")
    .set({ state: "expired" })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("state", "=", "done")
    .where("expiresAt", "<=", now)
    .returning("id")
    .executeTakeFirst();
  return expired !== undefined;
}
