import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // Filters under a name. Without an owner they are everybody's, and an admin keeps them.
  await db.schema
    .createTable("saved_views")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("owner_id", "text")
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("query", "text", (column) => column.notNull())
    .addColumn("place", "integer", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("saved_views_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("saved_views_owner", ["workspace_id", "owner_id"], "users", ["workspace_id", "id"])
    .execute();

  // How each person has the register laid out.
  await db.schema
    .createTable("list_settings")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("columns", "text", (column) => column.notNull())
    .addColumn("page_size", "integer", (column) => column.notNull())
    .addColumn("default_view", "text")
    .addPrimaryKeyConstraint("list_settings_pk", ["workspace_id", "user_id"])
    .addForeignKeyConstraint("list_settings_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();

  for (const [name, columns] of Object.entries({
    exceptions_by_owner_and_creation: ["owner_id", "created_at", "id"],
    exceptions_by_requestor: ["requestor_id", "created_at", "id"],
    exceptions_by_rating: ["rating", "ends_at", "id"],
    exceptions_by_rating_and_creation: ["rating", "created_at", "id"],
  }))
    await db.schema
      .createIndex(name)
      .on("exceptions")
      .columns(["workspace_id", ...columns])
      .execute();
  // Few records were granted in an emergency.
  await db.schema
    .createIndex("exceptions_by_emergency")
    .on("exceptions")
    .columns(["workspace_id", "created_at", "id"])
    .where("emergency" as never, "is not", null)
    .execute();
}
