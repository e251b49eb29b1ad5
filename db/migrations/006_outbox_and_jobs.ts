import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("outbox")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("template", "text", (column) => column.notNull())
    .addColumn("to_user_id", "text")
    .addColumn("to_address", "text", (column) => column.notNull())
    .addColumn("data", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("next_attempt_at", "text")
    .addColumn("sent_at", "text")
    .addColumn("failed_at", "text")
    .addPrimaryKeyConstraint("outbox_pk", ["workspace_id", "id"])
    .execute();
  await db.schema.createIndex("outbox_due").on("outbox").columns(["workspace_id", "next_attempt_at"]).execute();

  await db.schema
    .createTable("deliveries")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("outbox_id", "text", (column) => column.notNull())
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("response", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("deliveries_pk", ["workspace_id", "outbox_id", "attempt"])
    .addForeignKeyConstraint("deliveries_message", ["workspace_id", "outbox_id"], "outbox", ["workspace_id", "id"])
    .execute();

  await db.schema
    .createTable("expiry_warnings")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("ends_at", "text", (column) => column.notNull())
    .addColumn("threshold_days", "integer", (column) => column.notNull())
    .addColumn("warned_at", "text", (column) => column.notNull())
    // The end is in the key: an extended exception is warned about anew.
    .addPrimaryKeyConstraint("expiry_warnings_pk", ["workspace_id", "exception_id", "ends_at", "threshold_days"])
    .addForeignKeyConstraint("expiry_warnings_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();

  await db.schema
    .createTable("job_runs")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("slot", "text", (column) => column.notNull())
    .addColumn("claimed_at", "text", (column) => column.notNull())
    .addColumn("finished_at", "text")
    .addColumn("outcome", "text")
    .addColumn("report", "text")
    .addPrimaryKeyConstraint("job_runs_pk", ["workspace_id", "name", "slot"])
    .execute();
}
