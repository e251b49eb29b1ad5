import type { Env } from "#app/env.server.ts";
import type { Database } from "#db/connect.ts";
import { readConsoleEnv } from "./read-console-env.ts";

export type Console = {
  env: Env;
  database: Database;
  /** The instant at which the command began. */
  now: string;
};

/**
 * Opens the database of the environment, does the work and closes it again, whatever comes.
 * @throws when the database lacks migrations; only `migrate` and `start` bring it up to date.
 */
export async function withDatabase<T>(work: (console: Console) => Promise<T>): Promise<T> {
  return withAnyDatabase(async (console) => {
    const { pendingMigrations } = await import("#db/migrate.ts");
    const pending = await pendingMigrations(console.database.db);
    if (pending.length > 0)
      throw new Error(`the database lacks ${pending.length} migrations; run \`mfa-register migrate\` first`);
    return work(console);
  });
}

/** The same for a database that may be empty or old. */
export async function withAnyDatabase<T>(work: (console: Console) => Promise<T>): Promise<T> {
  const env = readConsoleEnv();
  const { openDatabase } = await import("#db/connect.ts");
  const database = openDatabase(env.DATABASE_URL);
  try {
    return await work({ env, database, now: new Date().toISOString() });
  } finally {
    await database.close();
  }
}
