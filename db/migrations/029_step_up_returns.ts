import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // What somebody had typed when they were asked for a factor, until they come back to the page; sealed, and gone once read.
  await db.schema
    .createTable("step_up_returns")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id_hash", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("session_id_hash", "text", (column) => column.notNull())
    .addColumn("path", "text", (column) => column.notNull())
    .addColumn("typed", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("step_up_returns_pk", ["workspace_id", "id_hash"])
    .addForeignKeyConstraint("step_up_returns_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("step_up_returns_session")
    .on("step_up_returns")
    .columns(["workspace_id", "session_id_hash", "created_at"])
    .execute();
}
