import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // On the user's own row, so that a decision reads it with what it reads anyway.
  await db.schema.alterTable("users").addColumn("break_glass_since", "text").execute();

  // "catch_up" gathers what was due while nothing ran, "digest" what its reader wants once a day.
  await db.schema.alterTable("outbox").addColumn("bundle", "text").execute();

  // What somebody was told of a duty that comes due: one row for each step before and after the instant it is due.
  await db.schema
    .createTable("duty_notices")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("duty", "text", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("due_at", "text", (column) => column.notNull())
    .addColumn("step", "text", (column) => column.notNull())
    .addColumn("told_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("duty_notices_pk", ["workspace_id", "duty", "subject_id", "due_at", "step"])
    .execute();

  await db.schema
    .createTable("findings")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("source_kind", "text", (column) => column.notNull())
    .addColumn("source_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text")
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("opened_by", "text")
    .addColumn("opened_at", "text", (column) => column.notNull())
    .addColumn("resolution", "text")
    .addColumn("resolved_by", "text")
    .addColumn("resolved_at", "text")
    .addPrimaryKeyConstraint("findings_pk", ["workspace_id", "id"])
    .execute();
}
