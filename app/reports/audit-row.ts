import type { AuditRow } from "#app/audit/chain.ts";
import type { Cell } from "./register-row.ts";

/**
 * Returns an audit row as it is exported. `data` stays the text that was hashed, byte for byte, so whoever has the file
 * can redo the chain: SHA-256 over the JSON array of prev_hash and every other field but hash, in this order.
 */
export function auditExportRow(row: AuditRow): Record<string, Cell> {
  return {
    workspace_id: row.workspaceId,
    seq: row.seq,
    at: row.at,
    type: row.type,
    actor_kind: row.actorKind,
    actor_id: row.actorId,
    subject_kind: row.subjectKind,
    subject_id: row.subjectId,
    data: row.data,
    prev_hash: row.prevHash,
    hash: row.hash,
  };
}
