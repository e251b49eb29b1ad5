import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { CamelCasePlugin, Kysely, PostgresAdapter, PostgresDialect, type RawBuilder, SqliteDialect, sql } from "kysely";
import pg from "pg";
import { ImmediateSqliteDialect } from "./immediate-sqlite.ts";
import { keepStatements } from "./keep-statements.ts";
import { pipelinedBatches } from "./pipelined-batches.ts";
import { PooledPostgresDialect } from "./pooled-postgres.ts";
import type { Schema } from "./schema.ts";
import { type Insertion, type Run, type Statement, sqliteRunner, stored, untilEnd, type Write } from "./statements.ts";

// biome-ignore lint/suspicious/noExplicitAny: a migration runs against tables that the schema does not describe any more
export type AnyDb = Kysely<any>;

/** Where queries run: the database itself or a transaction in it. */
export type Db = Kysely<Schema>;

export type Database = {
  db: Db;
  /**
   * Runs prepared statements in one transaction of their own; for the decision path alone: the work reads, and what it returns
   * is written and committed. One behind the other: on PostgreSQL the next one's work may begin, and read what this one
   * wrote, before this one is known to be committed.
   */
  inBatch<T extends { writes: readonly Write[] }>(work: (run: Run) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** Below this version SQLite can corrupt a WAL file that two processes write to. */
const oldestSqlite = "3.51.3";

/**
 * Opens the database that a URL names: `postgres://…`, or `sqlite:` and a path.
 * @throws when the URL has another scheme or SQLite is too old to be trusted.
 */
export function openDatabase(url: string): Database {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url);
  if (url.startsWith("sqlite:")) return openSqlite(url.slice("sqlite:".length));
  throw new Error("DATABASE_URL has to begin with postgres:// or sqlite:");
}

function openSqlite(path: string): Database {
  // SQLite makes a missing file, but not the folder that it lies in.
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const connection = new SqliteDatabase(path);
  const { version } = connection.prepare("select sqlite_version() as version").get() as { version: string };
  if (version.localeCompare(oldestSqlite, "en", { numeric: true }) < 0)
    throw new Error(`SQLite is ${version}, expected ${oldestSqlite} or newer`);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("busy_timeout = 5000");
  // What is deleted is to be gone from the file, too: a person who has left may ask for it.
  connection.pragma("secure_delete = ON");
  connection.pragma("cache_size = -65536");
  const statements = keepStatements(connection);
  const db = new Kysely<Schema>({
    dialect: new ImmediateSqliteDialect({ database: statements }),
    plugins: [new CamelCasePlugin()],
  });
  const runNow = sqliteRunner(statements);
  const begin = connection.prepare("begin immediate");
  const commit = connection.prepare("commit");
  const rollback = connection.prepare("rollback");
  return {
    db,
    // Kysely's connection is the one queue for everything in this process, so a batch never lands inside a change.
    inBatch: (work) =>
      db.connection().execute(async () => {
        begin.run();
        const transaction = untilEnd(async (statement, values) => runNow(statement, values));
        try {
          const result = await work(transaction.run);
          transaction.end();
          for (const { statement, values } of result.writes) runNow(statement, values);
          commit.run();
          return result;
        } catch (fault) {
          transaction.end();
          if (connection.inTransaction) rollback.run();
          throw fault;
        }
      }),
    close: () => db.destroy(),
  };
}

/** A connection that can only read. */
export type Reader = { db: Db; close(): Promise<void> };

/** Opens a database for one long read in a thread of its own, beside the process's writing connection. */
export function openReader(url: string): Reader {
  const dialect = url.startsWith("sqlite:") ? sqliteReader(url.slice("sqlite:".length)) : postgresReader(url);
  const db = new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] });
  return { db, close: () => db.destroy() };
}

function sqliteReader(path: string): SqliteDialect {
  const connection = new SqliteDatabase(path, { readonly: true, fileMustExist: true });
  connection.pragma("busy_timeout = 5000");
  return new SqliteDialect({ database: keepStatements(connection) });
}

function postgresReader(url: string): PostgresDialect {
  const pool = openPool({ ...postgresOptions(url), max: 1, options: "-c default_transaction_read_only=on" });
  return new PostgresDialect({ pool });
}

function postgresOptions(url: string) {
  return { connectionString: url, types: { getTypeParser: parserOf } };
}

/**
 * Opens a pool in which a connection that the server drops is replaced on the next use. Its queries fail, and say so; without
 * listeners the loss itself would end the process, of an idle connection as of one in use.
 */
function openPool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(options);
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

function openPostgres(url: string): Database {
  const options = postgresOptions(url);
  const pool = openPool({ ...options, max: 10 });
  // One connection, so one batch behind the other. Its few statements are planned once and not at each run, which would take
  // longer than running them; all of them look rows up by keys, and a table that is small now will grow under the plan.
  const byIndexesOnly = ["seqscan", "bitmapscan", "hashjoin", "mergejoin", "memoize"].map(
    (way) => `-c enable_${way}=off`,
  );
  const planOnce = ["-c plan_cache_mode=force_generic_plan -c jit=off", ...byIndexesOnly].join(" ");
  const batches = openPool({ ...options, max: 1, pipeline: true, options: planOnce });
  const db = new Kysely<Schema>({ dialect: new PooledPostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });
  return {
    db,
    inBatch: pipelinedBatches(batches),
    close: async () => {
      await batches.end();
      await db.destroy();
    },
  };
}

/** Counts come as 64-bit integers, which pg hands out as text; ours stay far below 2^53. */
const parserOf: typeof pg.types.getTypeParser = (oid, format) =>
  oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format);

/** Whether the database is PostgreSQL; for what SQLite says differently, or need not be asked together. */
export function isPostgres(db: AnyDb): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** Compiles a query once; its `arg("name")` values are given at each run. */
export function statement(db: Db, name: string, query: RawBuilder<unknown>): Statement {
  const { sql: text, parameters } = query.compile(db);
  return { name, text, parameters };
}

/** The entries of a JSON array of strings, as a subquery for `in`. */
export function entriesOf(db: Db, json: RawBuilder<unknown>): RawBuilder<unknown> {
  return isPostgres(db)
    ? sql`(select jsonb_array_elements_text(${json}::jsonb))`
    : sql`(select value from json_each(${json}))`;
}

/** The elements of a JSON array as rows of `entry`, which has them as `value`. */
export function elementsOf(db: Db, json: RawBuilder<unknown>): RawBuilder<unknown> {
  return isPostgres(db) ? sql`jsonb_array_elements(${json}::jsonb) as entry(value)` : sql`json_each(${json}) as entry`;
}

/** A text of a JSON object that is kept as text. */
export function textIn(db: Db, json: RawBuilder<string>, key: string): RawBuilder<string> {
  return isPostgres(db) ? sql`(${json}::jsonb->>${sql.lit(key)})` : sql`(${json}->>${sql.lit(key)})`;
}

/** Ends a query whose rows nobody else may take until the transaction ends; SQLite has one writer at a time anyhow. */
export function heldRows(db: Db): RawBuilder<unknown> {
  return isPostgres(db) ? sql`for update` : sql``;
}

/** A column that takes a value of each row, under the row's own name for it. */
export type FilledColumn = { name: string; type: "text" | "integer"; from: string };

/**
 * Compiles an insert of many rows. SQLite runs it once per row, which takes it a third of the time of unpacking JSON;
 * PostgreSQL gets everything in one statement.
 */
export function insertion(db: Db, table: string, columns: readonly FilledColumn[]): Insertion {
  const into = sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))})`;
  if (!isPostgres(db)) {
    const values = sql.join(columns.map(({ from }) => stored(from)));
    return { isPerRow: true, statement: statement(db, `insert_${table}`, sql`${into} values (${values})`) };
  }
  const entries = columns.map(({ type }, index) =>
    type === "integer" ? sql`(entry->>${sql.lit(index)})::integer` : sql`entry->>${sql.lit(index)}`,
  );
  const query = sql`${into} select ${sql.join(entries)} from jsonb_array_elements(${stored("entries")}::jsonb) as entry`;
  return {
    isPerRow: false,
    statement: statement(db, `insert_${table}`, query),
    columns: columns.map(({ from }) => from),
  };
}

/**
 * Selects the keys of exceptions in which every word begins a word of the record, the newest first and only those older
 * than `before`. Words are lower-case letters and digits.
 */
export function newestMatches(
  db: Db,
  words: readonly string[],
  { before, limit }: { before: number | null; limit: number },
): RawBuilder<{ rowKey: number }> {
  if (isPostgres(db)) {
    const query = words.map((word) => `${word}:*`).join(" & ");
    const older = before === null ? sql`` : sql`and row_key < ${before}`;
    return sql`select row_key from exceptions
      where to_tsvector('simple', search_text) @@ to_tsquery('simple', ${query}) ${older} order by row_key desc limit ${limit}`;
  }
  const query = words.map((word) => `"${word}"*`).join(" ");
  const older = before === null ? sql`` : sql`and rowid < ${before}`;
  return sql`select rowid as row_key from exceptions_search
    where exceptions_search match ${query} ${older} order by rowid desc limit ${limit}`;
}

/**
 * A table, read by one of its indexes. SQLite knows nothing of how many rows there are: it would rather read a whole table
 * in the order that is asked for than look up the few rows that fit and sort nothing.
 */
export function readBy(db: Db, table: string, index: string): RawBuilder<unknown> {
  return isPostgres(db) ? sql.table(table) : sql`${sql.table(table)} indexed by ${sql.ref(index)}`;
}

/** Whether a fault is a broken unique or primary key constraint. */
export function isDuplicate(fault: unknown): boolean {
  const code = fault instanceof Error && "code" in fault ? fault.code : undefined;
  return code === "23505" || code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY";
}
