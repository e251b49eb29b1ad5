import type { Writable } from "node:stream";
import { CompiledQuery, type Kysely, type RawBuilder, sql } from "kysely";
import type pg from "pg";
import type { KeptStatements } from "./keep-statements.ts";
import { tuplesOf } from "./tuple-query.ts";

/** A compiled query; parameters are constants or names to be filled in at each run. */
export type Statement = {
  name: string;
  text: string;
  parameters: readonly unknown[];
  /** Its rows, if it has any, are tuples of columns, which have no names; only on PostgreSQL. */
  isOfTuples?: boolean;
  /** Whether it keeps the rows that it reads from everybody else until its transaction ends. */
  holdsRows?: boolean;
};

/** Runs a statement; rows come with the names that the query gave them. */
export type Run = <Row>(statement: Statement, values: Record<string, unknown>) => Promise<Row[]>;

/** A statement that is to be carried out, with its values. */
export type Write = { statement: Statement; values: Record<string, unknown> };

/** An insert of many rows, as the database likes it best. */
export type Insertion =
  | { isPerRow: true; statement: Statement }
  | { isPerRow: false; statement: Statement; columns: readonly string[] };

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Stands in a query for a value that is given when it runs and goes into a column as it is. */
export function stored(name: string): RawBuilder<unknown> {
  return sql`${new Placeholder(name)}`;
}

/**
 * Stands in a condition for a text that is given when it runs. SQLite plans a statement anew at each run when it may
 * weigh a bare parameter (its STAT4 does), which takes ten times as long as the run; a cast keeps it from looking.
 */
export function arg(name: string, type: "text" | "integer" | "text[]" = "text"): RawBuilder<unknown> {
  return sql`cast(${new Placeholder(name)} as ${sql.raw(type)})`;
}

function fill(parameters: readonly unknown[], values: Record<string, unknown>): unknown[] {
  return parameters.map((parameter) => (parameter instanceof Placeholder ? values[parameter.name] : parameter));
}

/** Runs statements of SQLite, which needs no waiting for. */
export function sqliteRunner({ prepare }: KeptStatements) {
  return <Row>({ text, parameters }: Statement, values: Record<string, unknown>): Row[] => {
    const statement = prepare(text);
    const filled = fill(parameters, values);
    if (statement.reader) return statement.all(filled) as Row[];
    statement.run(filled);
    return [];
  };
}

/** Runs statements on a pipelined connection; those of one turn leave together. */
export function postgresRunner(client: pg.PoolClient): Run {
  const holdBack = holdingBack(client);
  return async <Row>({ name, text, parameters, isOfTuples }: Statement, values: Record<string, unknown>) => {
    holdBack();
    const query = { name, text, values: fill(parameters, values) };
    if (isOfTuples) return (await tuplesOf(client, query)) as Row[];
    return (await client.query(query)).rows as Row[];
  };
}

/** A client as far as its socket is concerned, which its types leave out. */
type Connected = { connection: { stream: Writable } };

/**
 * Returns what keeps back what is sent until the turn ends, so that it leaves in one piece: each statement by itself would
 * be a system call, and those of a batch together take longer than judging it.
 */
export function holdingBack(client: pg.PoolClient): () => void {
  const { stream } = (client as unknown as Connected).connection; // cast: it is there
  let isHeld = false;
  return () => {
    if (isHeld) return;
    isHeld = true;
    stream.cork();
    process.nextTick(() => {
      isHeld = false;
      stream.uncork();
    });
  };
}

/** Runs statements until the transaction ends: one that comes late would be carried out, and kept, outside it. */
export function untilEnd(run: Run): { run: Run; end(): void } {
  let isOpen = true;
  return {
    run: async (statement, values) => {
      if (!isOpen) throw new Error(`${statement.name} came after the end of its transaction`);
      return run(statement, values);
    },
    end: () => {
      isOpen = false;
    },
  };
}

/** Runs statements where ordinary queries run, for readers outside the decision path. */
export function queryRunner<Tables>(db: Kysely<Tables>): Run {
  return async <Row>({ text, parameters }: Statement, values: Record<string, unknown>) => {
    const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(text, fill(parameters, values)));
    return rows;
  };
}

/** Returns what inserts rows, in their order. */
export function insertsOf(insertion: Insertion, rows: readonly Record<string, unknown>[]): Write[] {
  const { statement } = insertion;
  if (insertion.isPerRow) return rows.map((values) => ({ statement, values }));
  const entries = JSON.stringify(rows.map((row) => insertion.columns.map((column) => row[column])));
  return [{ statement, values: { entries } }];
}

/** Carries statements out, one after the other. */
export async function carryOut(run: Run, writes: readonly Write[]): Promise<void> {
  for (const { statement, values } of writes) await run(statement, values);
}
