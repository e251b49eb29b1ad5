import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";

/** What a record said after one change; one of an older version of the product may lack what came later. */
export type Revision = { version: number; at: Instant; content: Partial<Exception> };

/** Keeps what a record says from now on. */
export async function insertRevision(tx: Db, record: Exception): Promise<void> {
  const { workspaceId, id: exceptionId, version, updatedAt: at } = record;
  await tx
    .insertInto("exceptionRevisions")
    .values({ workspaceId, exceptionId, version, at, body: JSON.stringify(record) })
    .execute();
}

/** Returns which revisions of a record were kept, the newest first, at most the last 200. */
export async function listRevisions(
  db: Db,
  workspaceId: string,
  exceptionId: string,
): Promise<Omit<Revision, "content">[]> {
  return db
    .selectFrom("exceptionRevisions")
    .select(["version", "at"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .orderBy("version", "desc")
    .limit(200)
    .execute();
}

/** Returns the revisions that were saved from one instant to another, with the one before them, oldest first. */
export async function revisionsBetween(
  db: Db,
  workspaceId: string,
  { exceptionId, from, to }: { exceptionId: string; from: Instant; to: Instant },
): Promise<Revision[]> {
  const saved = await revisions(db, workspaceId, exceptionId)
    .where("at", ">=", from)
    .where("at", "<=", to)
    .orderBy("version")
    .execute();
  const first = saved[0]?.version ?? 0;
  const before = await revisions(db, workspaceId, exceptionId)
    .where("version", "=", first - 1)
    .execute();
  return [...before, ...saved].map(revisionOf);
}

/** Returns revisions by their versions; one that was not kept is left out. */
export async function findRevisions(
  db: Db,
  workspaceId: string,
  { exceptionId, versions }: { exceptionId: string; versions: readonly number[] },
): Promise<Map<number, Revision>> {
  const rows = await revisions(db, workspaceId, exceptionId)
    .where("version", "in", [...versions])
    .execute();
  return new Map(rows.map((row) => [row.version, revisionOf(row)]));
}

function revisions(db: Db, workspaceId: string, exceptionId: string) {
  return db
    .selectFrom("exceptionRevisions")
    .select(["version", "at", "body"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId);
}

function revisionOf({ version, at, body }: { version: number; at: Instant; body: string }): Revision {
  return { version, at, content: JSON.parse(body) as Partial<Exception> }; // cast: written only above
}
