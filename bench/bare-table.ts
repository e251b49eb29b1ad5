import SqliteDatabase from "better-sqlite3";
import pg from "pg";

/** A row of the product's `decisions`: what it says, at its place in its batch. */
export type BareRow = {
  at: string;
  subjectId: string;
  applicationId: string;
  exceptionId: string;
  body: string;
};

/** Writes a batch of rows, durable when it returns. */
export type InsertRows = (batch: number, rows: readonly BareRow[]) => Promise<void> | void;

/** One row per answer, with the settings that the product's own file has. */
export function openSqliteTable(path: string): InsertRows {
  const connection = new SqliteDatabase(path);
  for (const setting of ["journal_mode = WAL", "synchronous = FULL", "cache_size = -65536"]) connection.pragma(setting);
  connection.exec(
    "create table if not exists answers (id integer primary key, at text, subject text, application text, exception text, body text)",
  );
  const insert = connection.prepare(
    "insert into answers (at, subject, application, exception, body) values (@at, @subjectId, @applicationId, @exceptionId, @body)",
  );
  const insertAll = connection.transaction((rows: readonly BareRow[]) => {
    for (const row of rows) insert.run(row);
  });
  return (_batch, rows) => insertAll.immediate(rows);
}

/** One row per answer in the same PostgreSQL, in a table that the rows of the product would fit. */
export async function openPostgresTable(url: string): Promise<InsertRows> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`create table if not exists answers (workspace_id text, stream text, batch integer, position integer, at text, subject_id text,
    application_id text, outcome text, reason text, exception_id text, body text, primary key (workspace_id, stream, batch, position))`);
  const text = `insert into answers (workspace_id, stream, batch, position, at, subject_id, application_id, outcome, reason,
      exception_id, body)
    select entry->>0, entry->>1, (entry->>2)::integer, (entry->>3)::integer, entry->>4, entry->>5, entry->>6, entry->>7,
      entry->>8, entry->>9, entry->>10 from jsonb_array_elements($1::jsonb) as entry`;
  return async (batch, rows) => {
    const values = rows.map(({ at, subjectId, applicationId, exceptionId, body }, position) => [
      "bench",
      String(process.pid),
      batch,
      position,
      at,
      subjectId,
      applicationId,
      "allow",
      "MFA_EXCEPTION_APPLIED",
      exceptionId,
      body,
    ]);
    await client.query({ name: "insert", text, values: [JSON.stringify(values)] });
  };
}
