import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // The decision that let a session in; until there is one it leads to the next step of the sign-in and nowhere else.
  await db.schema.alterTable("sessions").addColumn("decision_id", "text").execute();
  // Whether that decision was content with less than the policy asks for, so that the session stays at AAL1.
  await db.schema
    .alterTable("sessions")
    .addColumn("is_bypass", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  // Until when the session rests on time to enrol, with which it ends.
  await db.schema.alterTable("sessions").addColumn("grace_ends_at", "text").execute();

  // Browsers in which somebody has completed MFA before, for policies that challenge on new devices only.
  await db.schema
    .createTable("known_devices")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id_hash", "text", (column) => column.primaryKey())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("user_agent", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("last_seen_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addForeignKeyConstraint("known_devices_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("known_devices_user_index")
    .on("known_devices")
    .columns(["workspace_id", "user_id"])
    .execute();
}
