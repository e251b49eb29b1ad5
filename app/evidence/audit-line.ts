import { z } from "zod";
import type { AuditRow } from "#app/audit/chain.ts";

const text = z.string();

/** A row of the audit log as it stands in a pack: `data` is the text that was hashed, byte for byte. */
const AuditLine = z.strictObject({
  workspace_id: text,
  seq: z.number().int(),
  at: text,
  type: text,
  actor_kind: text,
  actor_id: text.nullable(),
  subject_kind: text,
  subject_id: text,
  data: text,
  prev_hash: text,
  hash: text,
});

export function auditLine(row: AuditRow): string {
  const line: z.output<typeof AuditLine> = {
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
  return JSON.stringify(line);
}

/** Reads such a line; null where it is none, or says the same in other bytes. */
export function readAuditLine(line: string): AuditRow | null {
  const read = AuditLine.safeParse(jsonOf(line));
  if (!read.success) return null;
  const { workspace_id, actor_kind, actor_id, subject_kind, subject_id, prev_hash, ...same } = read.data;
  const row = {
    ...same,
    workspaceId: workspace_id,
    actorKind: actor_kind,
    actorId: actor_id,
    subjectKind: subject_kind,
    subjectId: subject_id,
    prevHash: prev_hash,
  };
  return auditLine(row) === line ? row : null;
}

/** Reads JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
