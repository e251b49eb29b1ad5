import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // One-time links with which somebody who forgot their password sets a new one. They open nothing else.
  await db.schema
    .createTable("password_resets")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addColumn("used_at", "text")
    .addPrimaryKeyConstraint("password_resets_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("password_resets_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("password_resets_of_user")
    .on("password_resets")
    .columns(["workspace_id", "user_id", "created_at"])
    .execute();

  // Who may take somebody else's factors away, so that they enrol anew.
  await db.schema
    .alterTable("workspaces")
    .addColumn("mfa_reset_by", "text", (column) => column.notNull().defaultTo("owners"))
    .execute();
}
