import type { Kysely } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("decision_batches")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("rows", "integer", (column) => column.notNull())
    .addColumn("prev_hash", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("decision_batches_pk", ["workspace_id", "stream", "seq"])
    .execute();
  await makeAppendOnly(db, "decision_batches");

  await db.schema
    .createTable("decisions")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("batch", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("exception_id", "text")
    .addColumn("body", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("decisions_pk", ["workspace_id", "stream", "batch", "position"])
    .execute();
  await makeAppendOnly(db, "decisions");

  // Which sign-ins rested on an exception, gathered from the decisions every minute. An index on the decisions would
  // touch a page per exception in every batch, which costs more than everything else that a decision writes.
  await db.schema
    .createTable("exception_uses")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("batch", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_uses_pk", ["workspace_id", "exception_id", "at", "stream", "batch", "position"])
    .execute();

  await db.schema
    .createTable("gathered_streams")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("batch", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("gathered_streams_pk", ["workspace_id", "stream"])
    .execute();
}
