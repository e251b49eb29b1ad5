import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // What has been told of people's time to enrol. The time itself follows from the policy and is stored nowhere.
  await db.schema
    .createTable("grace_periods")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("started_at", "text", (column) => column.notNull())
    .addColumn("ended_at", "text")
    .addColumn("outcome", "text")
    .addPrimaryKeyConstraint("grace_periods_pk", ["workspace_id", "user_id", "started_at"])
    .addForeignKeyConstraint("grace_periods_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("grace_periods_open")
    .on("grace_periods")
    .columns(["workspace_id", "ended_at", "started_at"])
    .execute();
  // People who signed in for the first time lately are those whose time is running.
  await db.schema
    .createIndex("users_first_sign_in")
    .on("users")
    .columns(["workspace_id", "first_sign_in_at"])
    .execute();
}
