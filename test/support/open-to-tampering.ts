import { sql } from "kysely";
import type { TestDatabase } from "./databases.ts";

/** Removes what makes a table append-only, as the owner of the database could. */
export async function openToTampering({ db, url }: TestDatabase, table: string): Promise<void> {
  if (url.startsWith("sqlite:")) {
    for (const change of ["update", "delete"])
      await sql`drop trigger if exists ${sql.ref(`${table}_no_${change}`)}`.execute(db);
    return;
  }
  await sql`drop trigger ${sql.ref(`${table}_append_only`)} on ${sql.table(table)}`.execute(db);
}
