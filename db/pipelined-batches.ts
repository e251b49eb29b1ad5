import type pg from "pg";
import { postgresRunner, type Run, type Statement, untilEnd, type Write } from "./statements.ts";

/** One transaction; see `inBatch` of `Database`. */
type Work<T> = (run: Run) => Promise<T>;

const begin: Statement = { name: "begin", text: "begin", parameters: [] };
const commit: Statement = { name: "commit", text: "commit", parameters: [] };
const rollback: Statement = { name: "rollback", text: "rollback", parameters: [] };

/** A connection, and how many transactions have not been answered yet. */
type Open = { client: pg.PoolClient; unanswered: number; isFaulty: boolean };

/**
 * Runs transactions one behind the other on the one pipelined connection of a pool. The next one's statements leave as
 * soon as the commit of the one before has left: PostgreSQL takes them in that order, and need not be idle while an answer
 * travels. So a transaction reads what the one before has committed, but may read it before that one's outcome is known here.
 */
export function pipelinedBatches(pool: pg.Pool): <T extends { writes: readonly Write[] }>(work: Work<T>) => Promise<T> {
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

/**
 * Carries a transaction out. Where the statements that read hold nothing, and one statement writes all there is, that one is
 * the transaction: what was read before it is what a "begin" in front would have had it read, since every statement sees
 * what is committed by the time that it begins.
 */
async function transact<T extends { writes: readonly Write[] }>(
  { client }: Open,
  work: Work<T>,
  onSent: () => void,
): Promise<T> {
  const run = postgresRunner(client);
  let begun: Promise<unknown> | undefined;
  const hold = () => {
    begun ??= run(begin, {});
    // Whoever waits for a statement that comes after it is told.
    begun.catch(() => undefined);
  };
  const reading = untilEnd(async <Row>(statement: Statement, values: Record<string, unknown>) => {
    if (statement.holdsRows) hold();
    return run<Row>(statement, values);
  });
  let result: T;
  try {
    result = await work(reading.run);
  } catch (fault) {
    if (begun !== undefined) await run(rollback, {}).catch(() => undefined);
    throw fault;
  } finally {
    reading.end();
  }
  const { writes } = result;
  if (writes.length > 1) hold();
  // The connection is pipelined: all of it leaves together. If one of them fails, PostgreSQL takes the commit for a rollback,
  // and nothing else may end a transaction here: by then the next one may have begun.
  const ending = writes.map(({ statement, values }) => run(statement, values));
  if (begun !== undefined) ending.push(run(commit, {}));
  onSent();
  await Promise.all(ending);
  return result;
}
