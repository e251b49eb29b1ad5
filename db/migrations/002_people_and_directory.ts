import type { Kysely } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("users")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user_name", "text", (column) => column.notNull())
    .addColumn("display_name", "text", (column) => column.notNull())
    .addColumn("external_id", "text")
    .addColumn("department", "text")
    .addColumn("sso_required", "integer", (column) => column.notNull())
    .addColumn("password_hash", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("disabled_at", "text")
    .addColumn("first_sign_in_at", "text")
    .addColumn("last_sign_in_at", "text")
    .addColumn("failed_attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("locked_until", "text")
    .addPrimaryKeyConstraint("users_pk", ["workspace_id", "id"])
    .addUniqueConstraint("users_user_name", ["workspace_id", "user_name"])
    .execute();

  await db.schema
    .createTable("role_grants")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("role", "text", (column) => column.notNull())
    .addColumn("granted_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("role_grants_pk", ["workspace_id", "user_id", "role"])
    .addForeignKeyConstraint("role_grants_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();

  await db.schema
    .createTable("directory_objects")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("external_id", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("disabled_at", "text")
    .addPrimaryKeyConstraint("directory_objects_pk", ["workspace_id", "kind", "id"])
    .execute();

  await db.schema
    .createTable("memberships")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("object_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("memberships_pk", ["workspace_id", "user_id", "kind", "object_id"])
    .addForeignKeyConstraint("memberships_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("memberships_object", ["workspace_id", "kind", "object_id"], "directory_objects", [
      "workspace_id",
      "kind",
      "id",
    ])
    .execute();
  await db.schema
    .createIndex("memberships_object_index")
    .on("memberships")
    .columns(["workspace_id", "kind", "object_id"])
    .execute();

  await db.schema
    .createTable("policies")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("author_id", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("policies_pk", ["workspace_id", "version"])
    .execute();
  await makeAppendOnly(db, "policies");
}
