import { sql } from "kysely";
import type { AuditRow } from "#app/audit/chain.ts";
import type { Db } from "./connect.ts";

/**
 * Returns rows of the chain after a seq and up to another, in order, for walking it in pages. The names come from the query
 * itself: to give each row of a million others takes longer than to hash it.
 */
export async function readChain(
  db: Db,
  workspaceId: string,
  { after, upTo = null, limit }: { after: number; upTo?: number | null; limit: number },
): Promise<AuditRow[]> {
  const last = upTo === null ? sql`` : sql`and seq <= ${upTo}`;
  const { rows } = await sql<AuditRow>`select workspace_id as "workspaceId", seq, at, type, actor_kind as "actorKind",
      actor_id as "actorId", subject_kind as "subjectKind", subject_id as "subjectId", data, prev_hash as "prevHash", hash
    from audit_events where workspace_id = ${workspaceId} and seq > ${after} ${last} order by seq limit ${limit}`.execute(
    db.withoutPlugins(),
  );
  return rows;
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
