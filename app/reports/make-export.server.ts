import { createHash } from "node:crypto";
import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { readChain } from "#db/audit-events.ts";
import type { Db } from "#db/connect.ts";
import { readRegister } from "#db/register-export.ts";
import { write } from "#db/write.ts";
import { auditExportRow } from "./audit-row.ts";
import { type Cell, registerRow } from "./register-row.ts";
import { type ExportFormat, writeRows } from "./write-rows.server.ts";

export const exportables = ["register", "audit"] as const;
export type Exportable = (typeof exportables)[number];

type Export = {
  workspaceId: string;
  what: Exportable;
  format: ExportFormat;
  actor: AuditActor;
  now: Instant;
  /** Takes the text in pieces; the next one is made when it has resolved. */
  sink(text: string): Promise<void>;
};

/** Exports never hold more than a page in memory, however large the register is. */
const pageSize = 500;

type Rows = { rows: Record<string, Cell>[]; after: string | number } | null;

/**
 * Writes all of a workspace's register or audit log as it was at one instant, then audits the export with the number
 * of rows and the SHA-256 of what was written. The console sees what is for approvers only: it holds the database.
 */
export async function makeExport(db: Db, request: Export): Promise<{ rows: number; sha256: string }> {
  const { workspaceId, what, format, actor, now, sink } = request;
  const hash = createHash("sha256");
  let count = 0;
  let bytes = 0;
  // A page at a time could miss a record that changes between two; a snapshot cannot.
  const snapshot = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  await snapshot.execute(async (tx) => {
    for (let page = await nextPage(tx, request, null); page !== null; page = await nextPage(tx, request, page.after)) {
      const text = writeRows(page.rows, format, count === 0);
      hash.update(text);
      count += page.rows.length;
      bytes += Buffer.byteLength(text);
      await sink(text);
    }
  });
  const sha256 = hash.digest("hex");
  await write(db, { workspaceId, actor, now }, async (_tx, { audit }) => {
    const selection = { kind: what, format, query: "", asOf: null, params: {} };
    audit(
      "export.made",
      { kind: "workspace", id: workspaceId },
      { ...selection, rows: count, bytes, sha256, requestedBy: null },
    );
  });
  return { rows: count, sha256 };
}

async function nextPage(tx: Db, { workspaceId, what, now }: Export, after: string | number | null): Promise<Rows> {
  if (what === "audit") {
    const rows = await readChain(tx, workspaceId, { after: Number(after ?? 0), limit: pageSize });
    const last = rows.at(-1);
    return last ? { rows: rows.map(auditExportRow), after: last.seq } : null;
  }
  const { records, approvers, users } = await readRegister(tx, workspaceId, {
    after: String(after ?? ""),
    limit: pageSize,
  });
  const last = records.at(-1);
  if (!last) return null;
  const nameOf = (id: string) => users.get(id)?.userName ?? id;
  const rows = records.map((record) => {
    const current = approvers.get(record.id)?.filter(({ contentHash }) => contentHash === record.contentHash) ?? [];
    return registerRow(record, { nameOf, approvers: current.map(({ approverId }) => approverId), now });
  });
  return { rows, after: last.id };
}
