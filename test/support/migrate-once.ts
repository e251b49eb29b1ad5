import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { openDatabase } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { makeFolder } from "./make-folder.ts";

/** Where databases lie that were brought to the newest shape and hold nothing. */
export type MigratedDatabases = {
  sqliteFile: string;
  /** Its name on the PostgreSQL that all tests share. */
  postgresName: string;
  remove(): void;
};

const postgresName = "migrated";

/** Migrates one database of each kind, from which tests copy theirs: that takes them a tenth of the time. */
export async function migrateOnce(postgresUrl: string): Promise<MigratedDatabases> {
  const folder = makeFolder("migrated");
  const sqliteFile = join(folder, "register.db");
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(`create database ${postgresName}`);
  await client.end();
  for (const url of [
    `sqlite:${sqliteFile}`,
    Object.assign(new URL(postgresUrl), { pathname: `/${postgresName}` }).href,
  ]) {
    const { db, close } = openDatabase(url);
    await migrate(db);
    await close();
  }
  return { sqliteFile, postgresName, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
