import type pg from "pg";
import { holdingBack, postgresRunner, type Run, untilEnd } from "./statements.ts";

/** One transaction; see `inBatch` of `Database`. */
type Work<T> = (run: Run) => Promise<T>;

/** A connection, and how many transactions have not been answered yet. */
type Open = { client: pg.PoolClient; unanswered: number; isFaulty: boolean };

/**
 * Runs transactions one behind the other on the one pipelined connection of a pool. The next one's statements leave as
 * soon as the commit of the one before has left: PostgreSQL takes them in that order, and need not be idle while an answer
 * travels. So a transaction reads what the one before has committed, but may read it before that one's outcome is known here.
 */
export function pipelinedBatches(
  pool: pg.Pool,
): <T extends { written: Promise<unknown> }>(work: Work<T>) => Promise<T> {
  let open: Open | null = null;
  let lastSent: Promise<void> = Promise.resolve();

  /** The connection goes back to the pool whenever nothing is on its way, so that the pool notices when it breaks. */
  async function enter(): Promise<Open> {
    if (open === null || open.isFaulty) open = { client: await pool.connect(), unanswered: 0, isFaulty: false };
    open.unanswered += 1;
    return open;
  }

  function leave(left: Open): void {
    left.unanswered -= 1;
    if (left.unanswered > 0) return;
    if (open === left) open = null;
    left.client.release(left.isFaulty);
  }

  return async (work) => {
    const sent = Promise.withResolvers<void>();
    const before = lastSent;
    lastSent = sent.promise;
    await before;
    try {
      const connection = await enter();
      try {
        return await transact(connection, work, sent.resolve);
      } catch (fault) {
        // Those behind this one are answered yet; nobody else gets on.
        connection.isFaulty = true;
        throw fault;
      } finally {
        leave(connection);
      }
    } finally {
      sent.resolve();
    }
  };
}

async function transact<T extends { written: Promise<unknown> }>(
  { client }: Open,
  work: Work<T>,
  onSent: () => void,
): Promise<T> {
  const holdBack = holdingBack(client);
  const transaction = untilEnd(postgresRunner(client));
  let result: T;
  try {
    holdBack();
    // The connection is pipelined: the first statements leave together with the "begin" that they are answered after.
    [, result] = await Promise.all([client.query("begin"), work(transaction.run)]);
  } catch (fault) {
    transaction.end();
    await client.query("rollback").catch(() => undefined);
    throw fault;
  }
  transaction.end();
  holdBack();
  // Sent behind the last statements. If one of them failed, PostgreSQL takes the commit for a rollback.
  const ended = Promise.all([result.written, client.query("commit")]);
  onSent();
  await ended;
  return result;
}
