import { readChain, readChainEnd } from "#db/audit-events.ts";
import type { Db } from "#db/connect.ts";
import { type ChainBreak, findBreak, genesis } from "./chain.ts";

/** What a walk along a workspace's chain found; `upToSeq` is the last row that follows from all before it. */
export type ChainReport = { ok: boolean; upToSeq: number; firstBreak: Break | null };

/**
 * The first row that does not follow, and why. "beyond_head": rows that the head has never heard of. "head_differs":
 * the rows agree with each other but not with the head, as after all of them were hashed anew.
 */
export type Break = { seq: number; reason: ChainBreak["reason"] | "beyond_head" | "head_differs" };

export const breakSentences: Record<Break["reason"], string> = {
  missing: "the row is missing",
  altered: "what it says does not match its hash",
  unlinked: "it does not name the hash of the row before it",
  beyond_head: "the workspace's audit head has never heard of it",
  head_differs: "its hash is not the one that the workspace's audit head remembers",
};

const pageSize = 2000;

/** Walks a workspace's audit chain from its beginning to where its head says that it ends. */
export async function verifyChain(db: Db, workspaceId: string): Promise<ChainReport> {
  const { head, lastSeq } = await readChainEnd(db, workspaceId);
  let last = { seq: 0, hash: genesis };
  const brokenAt = (seq: number, reason: Break["reason"]) => ({
    ok: false,
    upToSeq: seq - 1,
    firstBreak: { seq, reason },
  });

  // Rows that are appended during the walk come after the end that was read, and wait for the next walk.
  while (last.seq < lastSeq) {
    const rows = await readChain(db, workspaceId, { after: last.seq, limit: Math.min(pageSize, lastSeq - last.seq) });
    const page = rows.filter(({ seq }) => seq <= lastSeq);
    const broken = findBreak(page, last);
    if (broken) return brokenAt(broken.seq, broken.reason);
    const end = page.at(-1);
    if (!end) return brokenAt(last.seq + 1, "missing");
    last = { seq: end.seq, hash: end.hash };
  }
  const headSeq = head?.seq ?? 0;
  if (headSeq > last.seq) return brokenAt(last.seq + 1, "missing");
  if (headSeq < last.seq) return brokenAt(headSeq + 1, "beyond_head");
  if (last.hash !== (head?.hash ?? genesis)) return brokenAt(last.seq, "head_differs");
  return { ok: true, upToSeq: last.seq, firstBreak: null };
}
