import { type Kysely, sql } from "kysely";
import { clustered } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  // With the row's own number a sign-in goes from the target straight to the record, not by the index of its id.
  const table = db.schema
    .createTable("exception_targets_with_rows")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("exception_row", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_targets_by_target", ["workspace_id", "target", "exception_id"])
    .addForeignKeyConstraint("exception_targets_of_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ]);
  await clustered(db, table).execute();
  await sql`insert into exception_targets_with_rows (workspace_id, target, exception_id, exception_row)
    select t.workspace_id, t.target, t.exception_id, e.row_key from exception_targets t
      join exceptions e on e.workspace_id = t.workspace_id and e.id = t.exception_id`.execute(db);
  await db.schema.dropTable("exception_targets").execute();
  await db.schema.alterTable("exception_targets_with_rows").renameTo("exception_targets").execute();
  await db.schema
    .createIndex("exception_targets_by_exception")
    .on("exception_targets")
    .columns(["workspace_id", "exception_id"])
    .execute();
}
