import { sql } from "kysely";
import { type AuditRow, hashRow } from "#app/audit/chain.ts";
import type { Db } from "#db/connect.ts";

const rowsAtOnce = 5000;

const columns = [
  ...["workspace_id", "seq", "at", "type", "actor_kind", "actor_id", "subject_kind", "subject_id"],
  ...["data", "prev_hash", "hash"],
];

/** Makes a workspace's log so many events longer, each chained to the one before as the product does it; for SQLite alone. */
export async function seedChain(db: Db, workspaceId: string, events: number): Promise<void> {
  const at = new Date().toISOString();
  const head = await db
    .selectFrom("auditHead")
    .select(["seq", "hash"])
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirstOrThrow();
  let prevHash = head.hash;
  const last = head.seq + events;
  for (let first = head.seq + 1; first <= last; first += rowsAtOnce) {
    const rows: AuditRow[] = [];
    for (let seq = first; seq < first + rowsAtOnce && seq <= last; seq += 1) {
      const row = { ...eventOf(seq), workspaceId, seq, at, prevHash };
      prevHash = hashRow(row);
      rows.push({ ...row, hash: prevHash });
    }
    await insertRows(db, rows);
  }
  await sql`update audit_head set seq = ${last}, hash = ${prevHash} where workspace_id = ${workspaceId}`.execute(db);
}

function eventOf(seq: number) {
  const data = JSON.stringify({ title: `Exception ${seq}`, category: "accessibility", startsAt: null, endsAt: null });
  const subject = { subjectKind: "exception", subjectId: `EXC-2026-${seq}` };
  return { type: "exception.filed", actorKind: "user", actorId: `usr_${seq % 1000}`, ...subject, data };
}

async function insertRows(db: Db, rows: readonly AuditRow[]): Promise<void> {
  const texts = rows.map((row) => [
    ...[row.workspaceId, row.seq, row.at, row.type, row.actorKind, row.actorId, row.subjectKind, row.subjectId],
    ...[row.data, row.prevHash, row.hash],
  ]);
  const values = columns.map((_column, index) => sql`value ->> ${sql.lit(index)}`);
  await sql`insert into audit_events (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(values)} from json_each(${JSON.stringify(texts)})`.execute(db);
}
