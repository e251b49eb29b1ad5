import { sql } from "kysely";
import type { Db } from "./connect.ts";
import { inTransaction } from "./write.ts";

type Head = { workspaceId: string; stream: string; seq: number };

/** Little enough at a time that decisions need not wait for it. */
const batchesAtOnce = 100;

/** How many pieces a page that is waiting has gathered for it; whatever else there is comes with the minute. */
const mostPiecesForPage = 20;

/** Makes decisions searchable: gathers those up to these heads that have not been looked at. */
export async function gatherSignIns(db: Db, heads: readonly Head[]): Promise<void> {
  for (const head of heads) await gatherStream(db, head, Number.POSITIVE_INFINITY);
}

/** Gathers what any process has decided in a workspace since the last minute; false when that is more than a page can wait for. */
export async function gatherRecent(db: Db, workspaceId: string): Promise<boolean> {
  let left = mostPiecesForPage;
  for (const head of await ungatheredHeads(db, workspaceId)) left -= await gatherStream(db, head, left);
  return left > 0;
}

/** Gathers a stream in at most so many pieces, and returns how many it took. */
async function gatherStream(db: Db, { workspaceId, stream, seq }: Head, mostPieces: number): Promise<number> {
  let from = await gatheredUpTo(db, workspaceId, stream);
  let pieces = 0;
  for (; from < seq && pieces < mostPieces; pieces += 1) {
    const upTo = Math.min(from + batchesAtOnce, seq);
    await gather(db, { workspaceId, stream, from, upTo });
    from = upTo;
  }
  return pieces;
}

/** Returns the streams that have more than was gathered. It jumps from one stream to the next, as there are few of them. */
async function ungatheredHeads(db: Db, workspaceId: string): Promise<Head[]> {
  const { rows } = await sql<{ stream: string; seq: number }>`with recursive streams(stream) as (
      select min(stream) from decision_batches where workspace_id = ${workspaceId}
      union all
      select (select min(b.stream) from decision_batches b where b.workspace_id = ${workspaceId} and b.stream > s.stream)
        from streams s where s.stream is not null
    ), heads as (
      select s.stream, (select max(b.seq) from decision_batches b where b.workspace_id = ${workspaceId} and b.stream = s.stream) as seq
        from streams s where s.stream is not null
    )
    select h.stream, h.seq from heads h
      left join gathered_streams g on g.workspace_id = ${workspaceId} and g.stream = h.stream
      where g.batch is null or g.batch < h.seq`.execute(db);
  return rows.map(({ stream, seq }) => ({ workspaceId, stream, seq }));
}

async function gatheredUpTo(db: Db, workspaceId: string, stream: string): Promise<number> {
  const row = await db
    .selectFrom("gatheredStreams")
    .select("batch")
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .executeTakeFirst();
  return row?.batch ?? 0;
}

type Piece = { workspaceId: string; stream: string; from: number; upTo: number };

/** Two that gather the same piece write the same rows, once. */
async function gather(db: Db, { workspaceId, stream, from, upTo }: Piece): Promise<void> {
  const columns = [
    "workspaceId",
    "at",
    "stream",
    "batch",
    "position",
    "subjectId",
    "applicationId",
    "outcome",
    "reason",
    "exceptionId",
  ] as const;
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto("gatheredStreams")
      .values({ workspaceId, stream, batch: upTo })
      .onConflict((conflict) => conflict.columns(["workspaceId", "stream"]).doUpdateSet({ batch: upTo }))
      .execute();
    await tx
      .insertInto("signIns")
      .columns(columns)
      .expression((eb) =>
        eb
          .selectFrom("decisions")
          .select(columns)
          .where("workspaceId", "=", workspaceId)
          .where("stream", "=", stream)
          .where("batch", ">", from)
          .where("batch", "<=", upTo),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
