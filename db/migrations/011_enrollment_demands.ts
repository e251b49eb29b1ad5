import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // People who were told at a sign-in that they have to enrol first. An open one is somebody who may be stuck.
  await db.schema
    .createTable("enrollment_demands")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("demanded_at", "text", (column) => column.notNull())
    .addColumn("met_at", "text")
    .addPrimaryKeyConstraint("enrollment_demands_pk", ["workspace_id", "user_id", "demanded_at"])
    .addForeignKeyConstraint("enrollment_demands_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("enrollment_demands_open")
    .on("enrollment_demands")
    .columns(["workspace_id", "met_at", "demanded_at"])
    .execute();
}
