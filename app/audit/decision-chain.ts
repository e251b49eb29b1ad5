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

/**
 * Hashes a batch: SHA-256 over lines, so that a stranger can redo it. The first is a JSON array of what the batch says
 * of itself, then comes the body of each decision in order of position; being JSON, none holds a line break.
 */
export function hashBatch(batch: Omit<DecisionBatch, "hash">, bodies: readonly string[]): string {
  const { prevHash, workspaceId, stream, seq, at, rows } = batch;
  return sha256(`${JSON.stringify([prevHash, workspaceId, stream, seq, at, rows])}\n${bodies.join("\n")}`);
}

export type BatchBreak = {
  batch: number;
  reason: "missing" | "altered" | "unlinked" | "rows_missing" | "rows_unexpected";
};

/** A decision as it is stored, as far as the chain is concerned. */
export type ChainedDecision = { batch: number; position: number; body: string };

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
  let next = 0;
  for (const batch of batches) {
    if (batch.seq !== last.seq + 1) return { batch: last.seq + 1, reason: "missing" };
    if (batch.prevHash !== last.hash) return { batch: batch.seq, reason: "unlinked" };
    const bodies: string[] = [];
    for (let row = rows[next]; row !== undefined && row.batch <= batch.seq; row = rows[++next]) {
      if (row.batch < batch.seq || row.position !== bodies.length)
        return { batch: row.batch, reason: "rows_unexpected" };
      bodies.push(row.body);
    }
    if (bodies.length !== batch.rows) return { batch: batch.seq, reason: "rows_missing" };
    if (bodies.some((body) => body.includes("\n")) || batch.hash !== hashBatch(batch, bodies))
      return { batch: batch.seq, reason: "altered" };
    last = batch;
  }
  const left = rows[next];
  return left === undefined ? null : { batch: left.batch, reason: "rows_unexpected" };
}
