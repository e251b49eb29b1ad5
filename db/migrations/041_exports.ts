import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // What somebody asked to be given out as a file. The row stays when the file is gone.
  await db.schema
    .createTable("exports")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("format", "text", (column) => column.notNull())
    // The filters of the screen that it was asked for on, as they stand in its address; empty for everything.
    .addColumn("query", "text", (column) => column.notNull())
    .addColumn("as_of", "text")
    .addColumn("params", "text", (column) => column.notNull())
    .addColumn("requested_by", "text", (column) => column.notNull())
    .addColumn("actor_kind", "text", (column) => column.notNull())
    .addColumn("actor_id", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) =>
      column.notNull().check(sql`state in ('queued', 'running', 'done', 'cancelled', 'failed', 'expired')`),
    )
    // Whoever makes it says so every second; silence means that the process has ended.
    .addColumn("seen_at", "text", (column) => column.notNull())
    // Which attempt it is; what an earlier one still says is not heard.
    .addColumn("attempt", "integer", (column) => column.notNull())
    // How often its maker has gone away; one that brings down whatever makes it is not to be tried for ever.
    .addColumn("lost", "integer", (column) => column.notNull())
    // What they were when it was made. Whoever has lost one of these roles cannot fetch it any more.
    .addColumn("roles", "text", (column) => column.notNull())
    .addColumn("done", "integer", (column) => column.notNull())
    .addColumn("total", "integer")
    // From where another attempt can go on: after so many bytes of the file of that attempt, which have this hash.
    .addColumn("cursor", "text")
    .addColumn("cursor_attempt", "integer")
    .addColumn("cursor_bytes", "bigint")
    .addColumn("cursor_done", "integer")
    .addColumn("cursor_sha256", "text")
    .addColumn("finished_at", "text")
    .addColumn("row_count", "integer")
    .addColumn("bytes", "bigint")
    .addColumn("sha256", "text")
    .addColumn("file_name", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addColumn("fault", "text")
    .addPrimaryKeyConstraint("exports_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("exports_user", ["workspace_id", "requested_by"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema.createIndex("exports_newest").on("exports").columns(["workspace_id", "created_at", "id"]).execute();
  await db.schema.createIndex("exports_by_state").on("exports").columns(["state", "created_at"]).execute();

  // How long files are kept, in days.
  await db.schema
    .alterTable("workspaces")
    .addColumn("keep_exports_days", "integer", (column) =>
      column.notNull().defaultTo(7).check(sql`keep_exports_days between 1 and 90`),
    )
    .execute();
}
