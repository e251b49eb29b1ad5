import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // Who asked for a record by way of a refusal, and which one; what became of it stands in the record alone.
  await db.schema
    .createTable("access_requests")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("token_id", "text", (column) => column.notNull())
    .addColumn("decision_id", "text", (column) => column.notNull())
    .addColumn("subject_kind", "text", (column) => column.notNull())
    .addColumn("subject_key", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("is_emergency", "integer", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("access_requests_pk", ["workspace_id", "exception_id"])
    .addForeignKeyConstraint("access_requests_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();
  await db.schema
    .createIndex("access_requests_subject")
    .on("access_requests")
    .columns(["workspace_id", "subject_kind", "subject_key", "application_id"])
    .execute();
}
