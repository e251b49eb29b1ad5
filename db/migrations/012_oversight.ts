import { type Kysely, sql } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("reviews")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("due_at", "text")
    .addColumn("reviewer_id", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("justification", "text", (column) => column.notNull())
    .addColumn("ends_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("reviews_pk", ["workspace_id", "exception_id", "at"])
    .addForeignKeyConstraint("reviews_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("reviews_reviewer", ["workspace_id", "reviewer_id"], "users", ["workspace_id", "id"])
    .execute();
  await makeAppendOnly(db, "reviews");

  await db.schema
    .createTable("delegations")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("from_user_id", "text", (column) => column.notNull())
    .addColumn("to_user_id", "text", (column) => column.notNull())
    .addColumn("starts_at", "text", (column) => column.notNull())
    .addColumn("ends_at", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("revoked_at", "text")
    .addPrimaryKeyConstraint("delegations_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("delegations_from", ["workspace_id", "from_user_id"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("delegations_to", ["workspace_id", "to_user_id"], "users", ["workspace_id", "id"])
    .addCheckConstraint("delegations_two_people", sql`from_user_id <> to_user_id`)
    .addCheckConstraint("delegations_end_after_start", sql`ends_at > starts_at`)
    .execute();
  await db.schema
    .createIndex("delegations_by_deputy")
    .on("delegations")
    .columns(["workspace_id", "to_user_id", "ends_at"])
    .execute();
}
