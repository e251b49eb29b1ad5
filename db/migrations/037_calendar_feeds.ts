import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // One address a person: whoever makes another one has ended the first.
  await db.schema
    .createTable("calendar_feeds")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("alarm_hours", "integer")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("last_read_at", "text")
    // How often it was read in the minute that began then.
    .addColumn("minute_begun_at", "text")
    .addColumn("reads", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("calendar_feeds_pk", ["workspace_id", "user_id"])
    .addForeignKeyConstraint("calendar_feeds_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
}
