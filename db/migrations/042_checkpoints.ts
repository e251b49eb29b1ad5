import { type Kysely, sql } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  // The keys that a workspace signs with. The private half is sealed, and forgotten once another key takes its place.
  await db.schema
    .createTable("signing_keys")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("public_key", "text", (column) => column.notNull())
    .addColumn("private_key", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("created_by", "text")
    .addColumn("retired_at", "text")
    .addPrimaryKeyConstraint("signing_keys_pk", ["workspace_id", "id"])
    .execute();
  // One key at a time, however many ask for the first.
  await db.schema
    .createIndex("signing_keys_current")
    .on("signing_keys")
    .column("workspace_id")
    .unique()
    .where(sql<boolean>`retired_at is null`)
    .execute();

  // What was signed of the log; a size has one checkpoint, so that the log cannot be shown in two ways.
  await db.schema
    .createTable("checkpoints")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("size", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("key_id", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("checkpoints_pk", ["workspace_id", "size"])
    .addForeignKeyConstraint("checkpoints_key", ["workspace_id", "key_id"], "signing_keys", ["workspace_id", "id"])
    .execute();
  await makeAppendOnly(db, "checkpoints");

  // A workspace without a row publishes, and mails to nobody.
  await db.schema
    .createTable("checkpoint_settings")
    .addColumn("workspace_id", "text", (column) => column.primaryKey().references("workspaces.id"))
    .addColumn("is_published", "integer", (column) => column.notNull())
    .addColumn("addresses", "text", (column) => column.notNull())
    .execute();
}
