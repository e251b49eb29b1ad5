import { type DecisionBatch, readDecisions, type WrittenBatch } from "#app/audit/decision-chain.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { DecisionRow } from "./decisions.ts";

/** Where a stream stood when it was sealed into the audit log. */
export type Seal = { seq: number; hash: string };

/**
 * Returns the streams that batches or seals name. It jumps from one stream to the next in the index, since there are few
 * streams and a great many rows.
 */
export async function listStreams(db: Db, workspaceId: string): Promise<string[]> {
  const streams = new Set<string>();
  for (const next of [nextStreamOfBatches, nextSealedStream])
    for (let stream = await next(db, workspaceId, ""); stream !== null; stream = await next(db, workspaceId, stream))
      streams.add(stream);
  return [...streams].sort();
}

type Next = (db: Db, workspaceId: string, after: string) => Promise<string | null>;

const nextStreamOfBatches: Next = async (db, workspaceId, after) => {
  const row = await db
    .selectFrom("decisionBatches")
    .select((eb) => eb.fn.min("stream").as("stream"))
    .where("workspaceId", "=", workspaceId)
    .where("stream", ">", after)
    .executeTakeFirst();
  return row?.stream ?? null;
};

const nextSealedStream: Next = async (db, workspaceId, after) => {
  const row = await db
    .selectFrom("auditEvents")
    .select((eb) => eb.fn.min("subjectId").as("stream"))
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", "decision_stream")
    .where("subjectId", ">", after)
    .executeTakeFirst();
  return row?.stream ?? null;
};

/** The batches of a stream that fall into a span of time, and how many decisions they hold. */
export type StreamSpan = { stream: string; first: number; last: number; decisions: number };

/** Returns what each stream has from one instant on and before another. It reads all batches: for a thread of its own. */
export async function streamSpans(
  db: Db,
  workspaceId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<StreamSpan[]> {
  return db
    .selectFrom("decisionBatches")
    .select((eb) => [
      "stream",
      eb.fn.min("seq").as("first"),
      eb.fn.max("seq").as("last"),
      eb.fn.sum<number>("rows").as("decisions"),
    ])
    .where("workspaceId", "=", workspaceId)
    .where("at", ">=", from)
    .where("at", "<", to)
    .groupBy("stream")
    .orderBy("stream")
    .execute();
}

/** What a batch says of itself; its decisions are read by those alone who need them. */
const ofItself = ["workspaceId", "stream", "seq", "at", "rows", "prevHash", "hash"] as const;

export async function lastBatch(db: Db, workspaceId: string, stream: string): Promise<DecisionBatch | undefined> {
  return db
    .selectFrom("decisionBatches")
    .select(ofItself)
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
}

/** Returns a batch without its decisions. */
export async function findBatch(
  db: Db,
  workspaceId: string,
  { stream, seq }: { stream: string; seq: number },
): Promise<DecisionBatch | undefined> {
  return db
    .selectFrom("decisionBatches")
    .select(ofItself)
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .where("seq", "=", seq)
    .executeTakeFirst();
}

/** Returns the batches after a seq with their decisions, at most so many. */
export async function batchesAfter(
  db: Db,
  workspaceId: string,
  { stream, seq, most }: { stream: string; seq: number; most: number },
): Promise<WrittenBatch[]> {
  return db
    .selectFrom("decisionBatches")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .where("seq", ">", seq)
    .orderBy("seq")
    .limit(most)
    .execute();
}

/** Returns the decisions of the batches after one and up to another, in their order. */
export async function decisionsOfBatches(
  db: Db,
  workspaceId: string,
  { stream, after, upTo }: { stream: string; after: number; upTo: number },
): Promise<DecisionRow[]> {
  const batches = await batchesAfter(db, workspaceId, { stream, seq: after, most: upTo - after });
  return batches.flatMap((batch) => readDecisions(batch).map((decision) => ({ workspaceId, stream, ...decision })));
}

/** Returns what the audit log says of a stream, oldest first. */
export async function sealsOf(db: Db, workspaceId: string, stream: string): Promise<Seal[]> {
  const rows = await db
    .selectFrom("auditEvents")
    .select("data")
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", "decision_stream")
    .where("subjectId", "=", stream)
    .orderBy("seq")
    .execute();
  return rows.map(({ data }) => JSON.parse(data) as Seal); // cast: written through the schema of its event
}

/** Returns the first seal that covers a batch, which was decided at this instant; undefined while there is none. */
export async function sealOver(
  db: Db,
  workspaceId: string,
  { stream, batch, at }: { stream: string; batch: number; at: Instant },
): Promise<(Seal & { at: Instant }) | undefined> {
  const rows = await db
    .selectFrom("auditEvents")
    .select(["at", "data"])
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", "decision_stream")
    .where("subjectId", "=", stream)
    .where("at", ">=", at)
    .orderBy("seq")
    .limit(10)
    .execute();
  return rows
    .map((row) => ({ ...(JSON.parse(row.data) as Seal), at: row.at })) // cast: written through the schema of its event
    .find(({ seq }) => seq >= batch);
}
