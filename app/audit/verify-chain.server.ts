import { readChain, readChainEnd } from "#db/audit-events.ts";
import { keptTextsBetween, textsTakenAway } from "#db/audit-personal.ts";
import { firstUnlikeCheckpoint } from "#db/checkpoints.ts";
import type { Db } from "#db/connect.ts";
import { type AuditRow, findBreak, genesis } from "./chain.ts";
import { keepsTextsApart } from "./people-events.ts";
import { commitmentOf, refMark, refsIn } from "./personal.ts";
import type { Break, ChainProgress, ChainReport } from "./verdict.ts";

const pageSize = 2000;

type Walk = {
  /** The row at which to stop, for whoever asks about what lies before it; null for the end. */
  upTo?: number | null;
  tell?: (progress: ChainProgress) => void;
};

/**
 * Walks a workspace's audit chain from its beginning to where its head says that it ends. Over a million rows it takes
 * some seconds, which on SQLite nobody else gets a turn in: a server has a thread of its own do it.
 */
export async function verifyChain(
  db: Db,
  workspaceId: string,
  { upTo = null, tell = () => undefined }: Walk = {},
): Promise<ChainReport> {
  const { head, lastSeq } = await readChainEnd(db, workspaceId);
  const headSeq = head?.seq ?? 0;
  const stopsEarly = upTo !== null && upTo < Math.min(lastSeq, headSeq);
  const { last, broken } = await walk(db, workspaceId, { lastSeq: stopsEarly ? upTo : lastSeq, tell });
  if (broken) return brokenAt(broken);
  if (!stopsEarly) {
    if (headSeq > last.seq) return brokenAt({ seq: last.seq + 1, reason: "missing" });
    if (headSeq < last.seq) return brokenAt({ seq: headSeq + 1, reason: "beyond_head" });
    if (last.hash !== (head?.hash ?? genesis)) return brokenAt({ seq: last.seq, reason: "head_differs" });
    const unlike = await firstUnlikeCheckpoint(db, workspaceId, last.seq);
    if (unlike !== null) return brokenAt({ seq: unlike, reason: "checkpoint_differs" });
  }
  return { ok: true, upToSeq: last.seq, firstBreak: null };
}

function brokenAt(firstBreak: Break): ChainReport {
  return { ok: false, upToSeq: firstBreak.seq - 1, firstBreak };
}

type Walked = { last: { seq: number; hash: string }; broken: Break | null };

async function walk(
  db: Db,
  workspaceId: string,
  { lastSeq, tell }: { lastSeq: number; tell: (progress: ChainProgress) => void },
): Promise<Walked> {
  let last = { seq: 0, hash: genesis };
  // Rows that are appended during the walk come after the end that was read, and wait for the next walk.
  while (last.seq < lastSeq) {
    const page = await readChain(db, workspaceId, { after: last.seq, upTo: lastSeq, limit: pageSize });
    const broken = findBreak(page, last) ?? (await findTextBreak(db, workspaceId, page));
    if (broken) return { last, broken };
    const latest = page.at(-1);
    if (!latest) return { last, broken: { seq: last.seq + 1, reason: "missing" } };
    last = { seq: latest.seq, hash: latest.hash };
    tell({ done: last.seq, total: lastSeq });
  }
  return { last, broken: null };
}

/** Returns the first of these rows whose names, as they are kept beside the chain, are not those that it commits to. */
async function findTextBreak(db: Db, workspaceId: string, rows: readonly AuditRow[]): Promise<Break | null> {
  // Most rows name nobody, and parsing them would take longer than hashing them.
  const naming = rows.filter(({ type, data }) => keepsTextsApart(type) && data.includes(refMark));
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
