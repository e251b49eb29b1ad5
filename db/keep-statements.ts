import type SqliteDatabase from "better-sqlite3";

/** Far more than the product has; those with lists of any length in them would add up for ever. */
const mostKept = 2_000;

/** As much of a connection as Kysely and the decision path use. */
export type KeptStatements = { prepare(text: string): SqliteDatabase.Statement; close(): void };

/**
 * A connection on which a statement is prepared once: for what a job or a page reads, preparing takes as long as
 * running. SQLite itself prepares it anew after a change of the schema.
 */
export function keepStatements(connection: SqliteDatabase.Database): KeptStatements {
  const kept = new Map<string, SqliteDatabase.Statement>();
  return {
    prepare: (text: string) => {
      const known = kept.get(text);
      if (known !== undefined) return known;
      if (kept.size >= mostKept) kept.clear();
      const statement = connection.prepare(text);
      kept.set(text, statement);
      return statement;
    },
    close: () => void connection.close(),
  };
}
