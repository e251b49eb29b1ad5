import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // How long sessions last in a workspace; without a row, the defaults hold.
  await db.schema
    .createTable("session_settings")
    .addColumn("workspace_id", "text", (column) => column.primaryKey().references("workspaces.id"))
    .addColumn("idle_minutes", "integer", (column) => column.notNull())
    .addColumn("absolute_minutes", "integer", (column) => column.notNull())
    .addColumn("tells_new_devices", "integer", (column) => column.notNull())
    .execute();

  // Failed sign-ins by where they come from: names that nobody has are guessed without an account to count them on.
  await db.schema
    .createTable("address_attempts")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("address", "text", (column) => column.notNull())
    .addColumn("begun_at", "text", (column) => column.notNull())
    .addColumn("failures", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("address_attempts_pk", ["workspace_id", "address"])
    .execute();
}
