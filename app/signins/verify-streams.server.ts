import { genesis } from "#app/audit/chain.ts";
import { findBatchBreak } from "#app/audit/decision-chain.ts";
import type { StreamBreak } from "#app/audit/verdict.ts";
import type { Db } from "#db/connect.ts";
import { batchesAfter, listStreams, type Seal, sealsOf } from "#db/decision-streams.ts";

const batchesInPage = 200;

/**
 * Walks every decision stream of a workspace and returns the first batch that does not follow, or null. A seal in the
 * audit log has to be met on the way: so a tail that was cut off is noticed too. Whether the audit log itself is whole
 * is for its own check.
 */
export async function verifyStreams(db: Db, workspaceId: string): Promise<StreamBreak | null> {
  for (const stream of await listStreams(db, workspaceId)) {
    const found = await verifyStream(db, workspaceId, stream);
    if (found) return { stream, ...found };
  }
  return null;
}

async function verifyStream(db: Db, workspaceId: string, stream: string): Promise<Omit<StreamBreak, "stream"> | null> {
  const seals = new Map((await sealsOf(db, workspaceId, stream)).map((seal) => [seal.seq, seal]));
  let last: Seal = { seq: 0, hash: genesis };
  for (;;) {
    const batches = await batchesAfter(db, workspaceId, { stream, seq: last.seq, most: batchesInPage });
    const end = batches.at(-1);
    if (!end) break;
    const found = findBatchBreak(batches, last);
    if (found) return found;
    const unlike = batches.find(({ seq, hash }) => (seals.get(seq)?.hash ?? hash) !== hash);
    if (unlike) return { batch: unlike.seq, reason: "unsealed" };
    last = end;
  }
  const missing = Math.min(...[...seals.keys()].filter((seq) => seq > last.seq));
  return Number.isFinite(missing) ? { batch: last.seq + 1, reason: "missing" } : null;
}
