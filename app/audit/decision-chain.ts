import { genesis, sha256 } from "./chain.ts";

/** One link of a decision stream: a batch of decisions, sealed by the hash over all of them and the link before. */
export type DecisionBatch = {
  workspaceId: string;
  stream: string;
  seq: number;
  at: string;
  rows: number;
  prevHash: string;
  hash: string;
};

/** What a stored decision says. */
export type HashedDecision = {
  at: string;
  subjectId: string;
  applicationId: string;
  outcome: string;
  reason: string;
  exceptionId: string | null;
  body: string;
};

/**
 * Hashes a batch: SHA-256 over lines, so that a stranger can redo it. The first is a JSON array of what the batch says
 * of itself, the number of its decisions included. Then comes a line for each, in order of position: a JSON array of its
 * columns and, after a tab, its body, byte for byte.
 */
export function hashBatch(batch: Omit<DecisionBatch, "hash">, decisions: readonly HashedDecision[]): string {
  const { prevHash, workspaceId, stream, seq, at, rows } = batch;
  let text = JSON.stringify([prevHash, workspaceId, stream, seq, at, rows]);
  for (const { at: when, subjectId, applicationId, outcome, reason, exceptionId, body } of decisions)
    text += `\n${JSON.stringify([when, subjectId, applicationId, outcome, reason, exceptionId])}\t${body}`;
  return sha256(text);
}

export type BatchBreak = {
  batch: number;
  reason: "missing" | "altered" | "unlinked" | "rows_missing" | "rows_unexpected";
};

/** A stored decision and its place. */
export type ChainedDecision = HashedDecision & { batch: number; position: number };

/**
 * Returns the first batch of a stream that does not follow, or null. Batches come in order of seq and rows in order of
 * batch and position; `after` is the batch they continue, for checking a stream in pages.
 */
export function findBatchBreak(
  batches: readonly DecisionBatch[],
  rows: readonly ChainedDecision[],
  after: { seq: number; hash: string } = { seq: 0, hash: genesis },
): BatchBreak | null {
  let last = after;
  let seen = 0;
  for (const batch of batches) {
    if (batch.seq !== last.seq + 1) return { batch: last.seq + 1, reason: "missing" };
    if (batch.prevHash !== last.hash) return { batch: batch.seq, reason: "unlinked" };
    let end = seen;
    while (end < rows.length && (rows[end]?.batch ?? 0) <= batch.seq) end += 1;
    const own = rows.slice(seen, end);
    const reason = contentBreak(batch, own);
    if (reason) return { batch: batch.seq, reason };
    seen += own.length;
    last = batch;
  }
  const stray = rows[seen];
  return stray === undefined ? null : { batch: stray.batch, reason: "rows_unexpected" };
}

function contentBreak(batch: DecisionBatch, rows: readonly ChainedDecision[]): BatchBreak["reason"] | null {
  if (rows.length < batch.rows) return "rows_missing";
  if (rows.length > batch.rows || rows.some((row) => row.batch !== batch.seq)) return "rows_unexpected";
  const isInPlace = rows.every(({ position }, index) => position === index);
  return isInPlace && batch.hash === hashBatch(batch, rows) ? null : "altered";
}
