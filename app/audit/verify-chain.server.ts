import { readChain, readChainEnd } from "#db/audit-events.ts";
import { keptTextsBetween, textsTakenAway } from "#db/audit-personal.ts";
import type { Db } from "#db/connect.ts";
import { type AuditRow, type ChainBreak, findBreak, genesis } from "./chain.ts";
import { keepsTextsApart } from "./people-events.ts";
import { commitmentOf, refsIn } from "./personal.ts";

/** What a walk along a workspace's chain found; `upToSeq` is the last row that follows from all before it. */
export type ChainReport = { ok: boolean; upToSeq: number; firstBreak: Break | null };

/**
 * The first row that does not follow, and why. "beyond_head": rows that the head has never heard of. "head_differs":
 * the rows agree with each other but not with the head, as after all of them were hashed anew. "text_differs" and
 * "text_missing": a name that is kept beside the row is another one, or is gone though nobody was pseudonymised.
 */
export type Break = {
  seq: number;
  reason: ChainBreak["reason"] | "beyond_head" | "head_differs" | "text_differs" | "text_missing";
};

export const breakSentences: Record<Break["reason"], string> = {
  missing: "the row is missing",
  altered: "what it says does not match its hash",
  unlinked: "it does not name the hash of the row before it",
  beyond_head: "the workspace's audit head has never heard of it",
  head_differs: "its hash is not the one that the workspace's audit head remembers",
  text_differs: "a name that is kept beside it is not the one that it was written with",
  text_missing: "a name that was kept beside it is gone, and nobody was pseudonymised",
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
    const wrongText = await findTextBreak(db, workspaceId, page);
    if (wrongText) return brokenAt(wrongText.seq, wrongText.reason);
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

/** Returns the first of these rows whose names, as they are kept beside the chain, are not those that it commits to. */
async function findTextBreak(db: Db, workspaceId: string, rows: readonly AuditRow[]): Promise<Break | null> {
  const naming = rows.filter(({ type }) => keepsTextsApart(type));
  const [first, last] = [naming[0], naming.at(-1)];
  if (!first || !last) return null;
  const kept = await keptTextsBetween(db, workspaceId, { first: first.seq, last: last.seq });
  const byId = new Map(kept.map((text) => [text.id, text]));
  const missing: { seq: number; id: string }[] = [];
  for (const { seq, data } of naming)
    for (const { $personal: id, sha256 } of refsIn(JSON.parse(data))) {
      const text = byId.get(id);
      if (!text) missing.push({ seq, id });
      else if (text.seq !== seq || commitmentOf(text.salt, text.text) !== sha256)
        return { seq, reason: "text_differs" };
    }
  if (missing.length === 0) return null;
  // Asked for after the texts were: one that was taken away meanwhile is on the list.
  const takenAway = await textsTakenAway(db, workspaceId);
  const lost = missing.find(({ id }) => !takenAway.has(id));
  return lost ? { seq: lost.seq, reason: "text_missing" } : null;
}
