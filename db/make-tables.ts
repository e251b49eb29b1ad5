// What migrations make of tables where SQLite and PostgreSQL differ.

import { type CreateTableBuilder, sql } from "kysely";
import { type AnyDb, isPostgres } from "./connect.ts";

/** A number of its own for each row, stable for as long as the row lives. */
export function withRowKey<T extends string>(db: AnyDb, table: CreateTableBuilder<T>) {
  return isPostgres(db)
    ? table.addColumn("row_key", "bigint", (column) => column.generatedAlwaysAsIdentity().primaryKey())
    : table.addColumn("row_key", "integer", (column) => column.primaryKey().autoIncrement());
}

/** A table whose rows lie in the order of its primary key, where the database has such. */
export function clustered<T extends string>(db: AnyDb, table: CreateTableBuilder<T>) {
  return isPostgres(db) ? table : table.modifyEnd(sql`without rowid`);
}

/**
 * Lets the text column of a table be searched by words and their beginnings. SQLite is given an index of
 * the beginnings that people type; without it, each would be gathered from every word that begins so.
 */
export async function addWordSearch(db: AnyDb, table: string, column: string): Promise<void> {
  const [name, text, index] = [sql.table(table), sql.ref(column), sql.table(`${table}_search`)];
  if (isPostgres(db)) {
    await sql`create index ${sql.ref(`${table}_search`)} on ${name} using gin (to_tsvector('simple', ${text}))`.execute(
      db,
    );
    return;
  }
  await sql`create virtual table ${index} using fts5(${text}, content=${sql.lit(table)}, content_rowid='row_key', prefix='2 3 4 5 6')`.execute(
    db,
  );
  const add = sql`insert into ${index} (rowid, ${text}) values (new.row_key, new.${text});`;
  const remove = sql`insert into ${index} (${index}, rowid, ${text}) values ('delete', old.row_key, old.${text});`;
  await sql`create trigger ${sql.ref(`${table}_search_add`)} after insert on ${name} begin ${add} end`.execute(db);
  await sql`create trigger ${sql.ref(`${table}_search_change`)} after update of ${text} on ${name} begin ${remove} ${add} end`.execute(
    db,
  );
}

/** The type of a text column in which a range of beginnings is one stretch of its index. */
export function orderedByBytes(db: AnyDb) {
  return isPostgres(db) ? sql`text collate "C"` : sql`text`;
}

/** Makes the database itself refuse to change what was written, and to delete it unless rows may go. */
export async function makeAppendOnly(db: AnyDb, table: string, { rowsMayGo = false } = {}): Promise<void> {
  const name = sql.table(table);
  const message = sql.lit(rowsMayGo ? `${table} is never changed` : `${table} is append-only`);
  const changes = rowsMayGo ? ["update"] : ["update", "delete"];
  if (isPostgres(db)) {
    const refusal = sql.ref(`refuse_change_of_${table}`);
    await sql`create function ${refusal}() returns trigger language plpgsql as $$ begin raise exception using message = ${message}; end $$`.execute(
      db,
    );
    await sql`create trigger ${sql.ref(`${table}_append_only`)} before ${sql.raw(changes.join(" or "))} on ${name} for each row execute function ${refusal}()`.execute(
      db,
    );
    await sql`create trigger ${sql.ref(`${table}_no_truncate`)} before truncate on ${name} execute function ${refusal}()`.execute(
      db,
    );
    return;
  }
  for (const change of changes)
    await sql`create trigger ${sql.ref(`${table}_no_${change}`)} before ${sql.raw(change)} on ${name} begin select raise(abort, ${message}); end`.execute(
      db,
    );
}

/** Takes back what makeAppendOnly made, for a migration that changes the rows themselves. */
export async function allowChanges(db: AnyDb, table: string): Promise<void> {
  if (!isPostgres(db)) {
    for (const change of ["update", "delete"]) await sql`drop trigger ${sql.ref(`${table}_no_${change}`)}`.execute(db);
    return;
  }
  for (const trigger of ["append_only", "no_truncate"])
    await sql`drop trigger ${sql.ref(`${table}_${trigger}`)} on ${sql.table(table)}`.execute(db);
  await sql`drop function ${sql.ref(`refuse_change_of_${table}`)}()`.execute(db);
}

/** Has long texts kept as they are: PostgreSQL would compress each, which takes it longer than writing it. */
export async function keepAsItIs(db: AnyDb, table: string, column: string): Promise<void> {
  if (isPostgres(db))
    await sql`alter table ${sql.table(table)} alter column ${sql.ref(column)} set storage external`.execute(db);
}
