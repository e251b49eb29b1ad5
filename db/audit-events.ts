import type { AuditRow } from "#app/audit/chain.ts";
import type { Db } from "./connect.ts";

const columns = [
  "workspaceId",
  "seq",
  "at",
  "type",
  "actorKind",
  "actorId",
  "subjectKind",
  "subjectId",
  "data",
  "prevHash",
  "hash",
] as const;

/** Returns rows of the chain after a seq and up to another, in order, for walking it in pages. */
export async function readChain(
  db: Db,
  workspaceId: string,
  { after, upTo = null, limit }: { after: number; upTo?: number | null; limit: number },
): Promise<AuditRow[]> {
  return db
    .selectFrom("auditEvents")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("seq", ">", after)
    .$if(upTo !== null, (query) => query.where("seq", "<=", upTo ?? 0))
    .orderBy("seq")
    .limit(limit)
    .execute();
}

/** Where a chain says that it ends, and where its rows do. */
export type ChainEnd = { head: { seq: number; hash: string } | null; lastSeq: number };

/** Reads both ends in one statement, since a writer may append between two. */
export async function readChainEnd(db: Db, workspaceId: string): Promise<ChainEnd> {
  const row = await db
    .selectFrom("workspaces")
    .leftJoin("auditHead", "auditHead.workspaceId", "workspaces.id")
    .select(["auditHead.seq", "auditHead.hash"])
    .select((eb) =>
      eb
        .selectFrom("auditEvents")
        .select((inner) => inner.fn.max("auditEvents.seq").as("last"))
        .whereRef("auditEvents.workspaceId", "=", "workspaces.id")
        .as("lastSeq"),
    )
    .where("workspaces.id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  const head = row.seq === null || row.hash === null ? null : { seq: row.seq, hash: row.hash };
  return { head, lastSeq: row.lastSeq ?? 0 };
}
