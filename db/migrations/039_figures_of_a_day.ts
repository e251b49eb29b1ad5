import type { Kysely } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  // What figures look at of a record, so that they are read without the long texts beside it.
  await db.schema
    .createIndex("exceptions_measured")
    .on("exceptions")
    .columns([
      ...["workspace_id", "id", "state", "category", "rating", "starts_at", "ends_at", "activated_at"],
      ...["waiting_since", "next_review_at", "control_count", "extension_count"],
    ])
    .execute();
  // What was refused or closed of late.
  await db.schema
    .createIndex("exceptions_changed")
    .on("exceptions")
    .columns(["workspace_id", "state", "updated_at"])
    .execute();
  await db.schema
    .createIndex("approvals_in_time")
    .on("approvals")
    .columns(["workspace_id", "at", "exception_id"])
    .execute();
  await db.schema.createIndex("reviews_due").on("reviews").columns(["workspace_id", "due_at"]).execute();

  // By which clocks a day began and ended, whatever zone the workspace is in later.
  await db.schema
    .createTable("measured_days")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("time_zone", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("measured_days_pk", ["workspace_id", "day"])
    .execute();
  await makeAppendOnly(db, "measured_days");

  // What figures look at of a person at the end of a day, kept when it differs from what was kept before. No names.
  await db.schema
    .createTable("measured_people")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("is_enabled", "integer", (column) => column.notNull())
    .addColumn("is_privileged", "integer", (column) => column.notNull())
    .addColumn("method", "text")
    .addColumn("lacks_factor", "integer", (column) => column.notNull())
    .addColumn("is_exempt", "integer", (column) => column.notNull())
    .addColumn("grace_starts_at", "text")
    .addColumn("grace_ends_at", "text")
    .addColumn("joined_at", "text", (column) => column.notNull())
    .addColumn("enrolled_at", "text")
    .addColumn("department", "text")
    .addPrimaryKeyConstraint("measured_people_pk", ["workspace_id", "user_id", "day"])
    .addForeignKeyConstraint("measured_people_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await makeAppendOnly(db, "measured_people");
  // The days on which all people were looked at; on others nobody can say who had a factor.
  await db.schema
    .createTable("people_days")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("day", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("people_days_pk", ["workspace_id", "day"])
    .execute();
  await makeAppendOnly(db, "people_days");
}
