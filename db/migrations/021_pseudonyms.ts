import type { Kysely } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  // What events of the audit log call people. The log holds a commitment to each text, and these rows hold the text and its
  // salt: the only rows that are ever deleted, when a person who has left is pseudonymised. They are never changed.
  await db.schema
    .createTable("audit_personal")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    // Null where it names nobody who is in the directory, such as a shared mailbox.
    .addColumn("user_id", "text")
    .addColumn("field", "text", (column) => column.notNull())
    .addColumn("salt", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("audit_personal_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("audit_personal_event", ["workspace_id", "seq"], "audit_events", ["workspace_id", "seq"])
    .addForeignKeyConstraint("audit_personal_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema.createIndex("audit_personal_seq").on("audit_personal").columns(["workspace_id", "seq"]).execute();
  await db.schema
    .createIndex("audit_personal_whose")
    .on("audit_personal")
    .columns(["workspace_id", "user_id"])
    .execute();
  await makeAppendOnly(db, "audit_personal", { rowsMayGo: true });

  // Since when a person is known by a pseudonym alone.
  await db.schema.alterTable("users").addColumn("pseudonymised_at", "text").execute();
}
