import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  for (const column of [
    // Since when it is tried, where that is not since it was written: the end of quiet hours, or that somebody asked for it.
    "tried_from",
    // The message with which it went out, where several went out as one.
    "bundled_in",
    // That its reader does not want it by mail.
    "unmailed_at",
    "read_at",
  ])
    await db.schema.alterTable("outbox").addColumn(column, "text").execute();

  await db.schema
    .createIndex("outbox_inbox")
    .on("outbox")
    .columns(["workspace_id", "to_user_id", "created_at", "id"])
    .execute();
  await db.schema.createIndex("outbox_log").on("outbox").columns(["workspace_id", "created_at", "id"]).execute();
  await db.schema
    .createIndex("outbox_given_up")
    .on("outbox")
    .columns(["workspace_id", "created_at"])
    .where(sql`failed_at`, "is not", null)
    .execute();
  // Read by every page, for the number beside the inbox.
  await db.schema
    .createIndex("outbox_unread")
    .on("outbox")
    .columns(["workspace_id", "to_user_id", "created_at"])
    .where(sql`read_at`, "is", null)
    .execute();

  await db.schema
    .createTable("notification_defaults")
    .addColumn("workspace_id", "text", (column) => column.notNull().primaryKey().references("workspaces.id"))
    .addColumn("choices", "text", (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("notification_choices")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("choices", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("notification_choices_pk", ["workspace_id", "user_id"])
    .addForeignKeyConstraint("notification_choices_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
}
