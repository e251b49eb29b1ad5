import SqliteDatabase from "better-sqlite3";
import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresDialect,
  SqliteDialect,
} from "kysely";
import pg from "pg";
import type { Db } from "#db/connect.ts";
import type { Schema } from "#db/schema.ts";

/** The process is no more; what it began and did not commit never was. */
export class Died extends Error {}

export type MortalDatabase = {
  db: Db;
  /** How many places to die at it has passed. */
  passed(): number;
  close(): Promise<void>;
};

/**
 * Opens a database whose process dies at the n-th place: before a statement, or right after it, when its effect is there and
 * nobody has heard of it; a commit is such a statement, too. Nothing is committed or rolled back by hand: the connection is gone.
 */
export function openMortal(url: string, diesAt = Number.POSITIVE_INFINITY): MortalDatabase {
  let [places, isDead] = [0, false];
  const { dialect, cut } = url.startsWith("sqlite:") ? sqlite(url) : postgres(url);
  const mortal = async <T>(statement: () => Promise<T>): Promise<T> => {
    const comeTo = () => {
      places += 1;
      if (places === diesAt) {
        isDead = true;
        cut();
      }
      if (isDead) throw new Died();
    };
    if (isDead) throw new Died();
    comeTo();
    const result = await statement();
    comeTo();
    return result;
  };
  const db = new Kysely<Schema>({ dialect: wrapped(dialect, mortal), plugins: [new CamelCasePlugin()] });
  return {
    db,
    passed: () => places,
    close: async () => {
      if (!isDead) await db.destroy();
    },
  };
}

type Mortal = <T>(statement: () => Promise<T>) => Promise<T>;

function sqlite(url: string) {
  const connection = new SqliteDatabase(url.slice("sqlite:".length));
  connection.pragma("foreign_keys = ON");
  connection.pragma("synchronous = OFF");
  return { dialect: new SqliteDialect({ database: connection }), cut: () => connection.close() };
}

function postgres(url: string) {
  const sockets = new Set<{ destroy(): void }>();
  const getTypeParser: typeof pg.types.getTypeParser = (oid, format) =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format);
  const pool = new pg.Pool({ connectionString: url, max: 4, types: { getTypeParser } });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
    const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }; // cast: pg does not type its socket
    sockets.add(connection.stream);
  });
  return {
    dialect: new PostgresDialect({ pool }),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function wrapped(dialect: Dialect, mortal: Mortal): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => mortalDriver(dialect.createDriver(), mortal),
  };
}

function mortalDriver(driver: Driver, mortal: Mortal): Driver {
  const innerOf = new WeakMap<DatabaseConnection, DatabaseConnection>();
  const inner = (connection: DatabaseConnection) => innerOf.get(connection) ?? connection;
  return {
    init: () => driver.init(),
    acquireConnection: async () => {
      const connection = await driver.acquireConnection();
      const outer: DatabaseConnection = {
        executeQuery: (query: CompiledQuery) => mortal(() => connection.executeQuery(query)),
        streamQuery: (query: CompiledQuery, size?: number) => connection.streamQuery(query, size as number), // cast: both dialects take none
      } as DatabaseConnection; // cast: results are of whatever row the query is
      innerOf.set(outer, connection);
      return outer;
    },
    beginTransaction: (connection, settings) => mortal(() => driver.beginTransaction(inner(connection), settings)),
    commitTransaction: (connection) => mortal(() => driver.commitTransaction(inner(connection))),
    rollbackTransaction: (connection) => mortal(() => driver.rollbackTransaction(inner(connection))),
    releaseConnection: async (connection) => {
      await driver.releaseConnection(inner(connection)).catch(() => undefined);
    },
    destroy: () => driver.destroy(),
  };
}
