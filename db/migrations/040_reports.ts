import type { Kysely } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  // What is sent to whom by the calendar; one that was removed stays, for what it sent.
  await db.schema
    .createTable("reports")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    // 1 is Monday; each kind uses of the two what its rhythm needs.
    .addColumn("weekday", "integer", (column) => column.notNull())
    .addColumn("month_day", "integer", (column) => column.notNull())
    // What the clocks of the workspace show when it is due, as 08:00.
    .addColumn("time", "text", (column) => column.notNull())
    .addColumn("user_ids", "text", (column) => column.notNull())
    .addColumn("addresses", "text", (column) => column.notNull())
    // Times before this instant are not owed: it was off then, or had another schedule. Null while it is off.
    .addColumn("due_from", "text")
    .addColumn("created_by", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addColumn("removed_at", "text")
    .addPrimaryKeyConstraint("reports_pk", ["workspace_id", "id"])
    .execute();

  await db.schema
    .createTable("report_runs")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("report_id", "text", (column) => column.notNull())
    // What it was sent for: a period by the calendar, or a minute in which somebody had it sent.
    .addColumn("slot", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("period_from", "text", (column) => column.notNull())
    .addColumn("period_to", "text", (column) => column.notNull())
    .addColumn("made_at", "text", (column) => column.notNull())
    .addColumn("made_by", "text")
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("recipients", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("report_runs_pk", ["workspace_id", "id"])
    // One slot is sent once, whichever node comes first.
    .addUniqueConstraint("report_runs_slot", ["workspace_id", "report_id", "slot"])
    .addForeignKeyConstraint("report_runs_report", ["workspace_id", "report_id"], "reports", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("report_runs_made")
    .on("report_runs")
    .columns(["workspace_id", "report_id", "made_at"])
    .execute();
  await makeAppendOnly(db, "report_runs");
}
