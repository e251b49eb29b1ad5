import { type Kysely, sql } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  // Few exceptions begin later than they are put in place; every few minutes those whose start has come are looked for.
  await db.schema
    .createIndex("exceptions_begun_later")
    .on("exceptions")
    .columns(["workspace_id", "starts_at"])
    .where(sql<boolean>`starts_at > activated_at`)
    .execute();

  // What was measured of a workspace at the end of a calendar day of its own; it stands as it was.
  await db.schema
    .createTable("kpi_snapshots")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("day", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("value", "double precision", (column) => column.notNull())
    .addPrimaryKeyConstraint("kpi_snapshots_pk", ["workspace_id", "day", "key"])
    .execute();
  await makeAppendOnly(db, "kpi_snapshots");
}
