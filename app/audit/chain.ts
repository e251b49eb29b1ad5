import { hash } from "node:crypto";

/** The hash before the first event of every chain. */
export const genesis = "0".repeat(64);

/** One line of the audit log as it is stored; data is the JSON text that was written, byte for byte. */
export type AuditRow = {
  workspaceId: string;
  seq: number;
  at: string;
  type: string;
  actorKind: string;
  actorId: string | null;
  subjectKind: string;
  subjectId: string;
  data: string;
  prevHash: string;
  hash: string;
};

/** Returns the SHA-256 of a text as 64 lower-case hex digits. */
export function sha256(text: string): string {
  return hash("sha256", text);
}

/** Writes what a row says, and the hash before it, as a JSON array: what its hash is over, so that a stranger can redo it. */
export function hashedText(row: Omit<AuditRow, "hash">): string {
  return JSON.stringify([
    row.prevHash,
    row.workspaceId,
    row.seq,
    row.at,
    row.type,
    row.actorKind,
    row.actorId,
    row.subjectKind,
    row.subjectId,
    row.data,
  ]);
}

/** Hashes what a row says together with the hash before it. */
export function hashRow(row: Omit<AuditRow, "hash">): string {
  return sha256(hashedText(row));
}

export type ChainBreak = { seq: number; reason: "missing" | "altered" | "unlinked" };

/**
 * Returns the first row that does not follow from the one before it, or null.
 * Rows come in order of seq; `after` is the row they continue, for checking a chain in pages.
 */
export function findBreak(
  rows: readonly AuditRow[],
  after: { seq: number; hash: string } = { seq: 0, hash: genesis },
): ChainBreak | null {
  let last = after;
  for (const row of rows) {
    if (row.seq !== last.seq + 1) return { seq: last.seq + 1, reason: "missing" };
    if (row.prevHash !== last.hash) return { seq: row.seq, reason: "unlinked" };
    if (row.hash !== hashRow(row)) return { seq: row.seq, reason: "altered" };
    last = row;
  }
  return null;
}
