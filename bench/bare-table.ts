import SqliteDatabase from "better-sqlite3";
import pg from "pg";

/** Writes rows of (at, subject, application, exception, body), durable when it returns. */
export type InsertRows = (rows: readonly string[][]) => Promise<void> | void;

const columns = "(id integer primary key, at text, subject text, application text, exception text, body text)";

/** The same settings as the product's own file has. */
export function openSqliteTable(path: string): InsertRows {
  const connection = new SqliteDatabase(path);
  for (const setting of ["journal_mode = WAL", "synchronous = FULL", "cache_size = -65536"]) connection.pragma(setting);
  connection.exec(`create table if not exists answers ${columns}`);
  const insert = connection.prepare(
    "insert into answers (at, subject, application, exception, body) values (?, ?, ?, ?, ?)",
  );
  return connection.transaction((rows: readonly string[][]) => {
    for (const row of rows) insert.run(row);
  }).immediate;
}

/** One statement for all rows, as the product inserts them. */
export async function openPostgresTable(url: string): Promise<InsertRows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `create table if not exists answers ${columns.replace("integer primary key", "bigint generated always as identity primary key")}`,
  );
  const text = `insert into answers (at, subject, application, exception, body)
    select entry->>0, entry->>1, entry->>2, entry->>3, entry->>4 from jsonb_array_elements($1::jsonb) as entry`;
  return async (rows) => {
    await client.query({ name: "insert", text, values: [JSON.stringify(rows)] });
  };
}
