import { setImmediate } from "node:timers/promises";
import { sql } from "kysely";
import { countUsage } from "#app/signins/count-usage.ts";
import { methodWrittenIn } from "#app/signins/method-written.ts";
import { type Db, elementsOf } from "./connect.ts";
import { decisionsOfBatches } from "./decision-streams.ts";
import type { DecisionRow } from "./decisions.ts";
import { addUsage } from "./exception-usage.ts";
import { inTransaction } from "./write.ts";

type Head = { workspaceId: string; stream: string; seq: number };

/** Little enough at a time that decisions need not wait for it: subjects lie all over the index, which is slow to add to. */
const mostRowsAtOnce = 100;

/** How many pieces a page that is waiting has gathered for it; whatever else there is comes with time. */
const mostPiecesForPage = 100;

/**
 * Makes decisions searchable, a piece of those that are not yet, from whatever process they come; false when there are
 * none. Whatever arrived meanwhile gets its turn before the next piece: on SQLite nothing else would let it in.
 */
export async function gatherPiece(db: Db, workspaceId: string): Promise<boolean> {
  const head = await firstUngathered(db, workspaceId);
  if (!head) return false;
  const from = await gatheredUpTo(db, head);
  await gather(db, { ...head, from, upTo: await endOfPiece(db, head, from) });
  await setImmediate();
  return true;
}

/** Gathers what has been decided in the last seconds; false when that is more than a page can wait for. */
export async function gatherRecent(db: Db, workspaceId: string): Promise<boolean> {
  for (let pieces = 0; pieces < mostPiecesForPage; pieces += 1) if (!(await gatherPiece(db, workspaceId))) return true;
  return false;
}

/** Returns a stream that has more than was gathered. It jumps from one stream to the next, as there are few of them. */
async function firstUngathered(db: Db, workspaceId: string): Promise<Head | undefined> {
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
      where g.batch is null or g.batch < h.seq order by h.stream limit 1`.execute(db);
  const [found] = rows;
  return found && { workspaceId, ...found };
}

async function gatheredUpTo(db: Db, { workspaceId, stream }: Head): Promise<number> {
  const row = await db
    .selectFrom("gatheredStreams")
    .select("batch")
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .executeTakeFirst();
  return row?.batch ?? 0;
}

/** Returns the last batch of a piece: at least one, and more as long as they are small. */
async function endOfPiece(db: Db, { workspaceId, stream, seq }: Head, from: number): Promise<number> {
  const batches = await db
    .selectFrom("decisionBatches")
    .select(["seq", "rows"])
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .where("seq", ">", from)
    .orderBy("seq")
    .limit(mostRowsAtOnce)
    .execute();
  let rows = 0;
  const tooMany = batches.findIndex((batch, index) => {
    rows += batch.rows;
    return index > 0 && rows > mostRowsAtOnce;
  });
  return batches.at(tooMany === -1 ? -1 : tooMany - 1)?.seq ?? seq;
}

type Piece = { workspaceId: string; stream: string; from: number; upTo: number };

/** Of two that gather the same piece only one goes on, as what is counted would otherwise be counted twice. */
async function gather(db: Db, { workspaceId, stream, from, upTo }: Piece): Promise<void> {
  await inTransaction(db, async (tx) => {
    const taken = await tx
      .insertInto("gatheredStreams")
      .values({ workspaceId, stream, batch: upTo })
      .onConflict((conflict) =>
        conflict
          .columns(["workspaceId", "stream"])
          .doUpdateSet({ batch: upTo })
          .where("gatheredStreams.batch", "=", from),
      )
      .returning("batch")
      .executeTakeFirst();
    if (!taken) return;
    const decisions = await decisionsOfBatches(tx, workspaceId, { stream, after: from, upTo });
    await addUsage(tx, workspaceId, countUsage(decisions));
    await insertSignIns(tx, decisions);
  });
}

async function insertSignIns(tx: Db, decisions: readonly DecisionRow[]): Promise<void> {
  const entries = decisions.map((row) => [
    ...[row.workspaceId, row.at, row.stream, row.batch, row.position],
    ...[row.subjectId, row.applicationId, row.outcome, row.reason, row.exceptionId, methodWrittenIn(row.body)],
  ]);
  const cell = (index: number) => sql`entry.value->>${sql.lit(index)}`;
  const integer = (index: number) => sql`cast(${cell(index)} as integer)`;
  const cells = [cell(0), cell(1), cell(2), integer(3), integer(4), ...[5, 6, 7, 8, 9, 10].map(cell)];
  await sql`insert into sign_ins (workspace_id, at, stream, batch, ${sql.ref("position")}, subject_id, application_id, outcome,
      reason, exception_id, method)
    select ${sql.join(cells)} from ${elementsOf(tx, sql`${JSON.stringify(entries)}`)} where true
    on conflict do nothing`.execute(tx);
}
