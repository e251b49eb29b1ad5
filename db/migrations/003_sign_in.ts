import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("factors")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("label", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("last_used_at", "text")
    .addColumn("revoked_at", "text")
    .addColumn("remaining", "integer")
    .addColumn("credential_id", "text")
    .addColumn("public_key", "text")
    .addColumn("counter", "bigint")
    .addColumn("transports", "text")
    .addColumn("aaguid", "text")
    .addColumn("secret", "text")
    .addColumn("last_step", "integer")
    .addPrimaryKeyConstraint("factors_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("factors_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .addUniqueConstraint("factors_credential", ["workspace_id", "credential_id"])
    .execute();
  await db.schema.createIndex("factors_user_index").on("factors").columns(["workspace_id", "user_id"]).execute();

  await db.schema
    .createTable("challenges")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("user_id", "text")
    .addColumn("challenge", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addColumn("used_at", "text")
    .addPrimaryKeyConstraint("challenges_pk", ["workspace_id", "id"])
    .execute();

  await db.schema
    .createTable("sessions")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id_hash", "text", (column) => column.primaryKey())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("methods", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("last_seen_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addColumn("revoked_at", "text")
    .addColumn("ip", "text")
    .addColumn("user_agent", "text")
    // The exception by which it was let in, with which it ends.
    .addColumn("exception_id", "text")
    .addForeignKeyConstraint("sessions_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema.createIndex("sessions_user_index").on("sessions").columns(["workspace_id", "user_id"]).execute();
  await db.schema
    .createIndex("sessions_exception_index")
    .on("sessions")
    .columns(["workspace_id", "exception_id"])
    .execute();

  await db.schema
    .createTable("tokens")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("user_id", "text")
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("scopes", "text", (column) => column.notNull())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("created_by", "text")
    .addColumn("factor_used_at", "text")
    .addColumn("expires_at", "text")
    .addColumn("revoked_at", "text")
    .addColumn("last_used_at", "text")
    .addPrimaryKeyConstraint("tokens_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("tokens_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    // A token acts as a person or as a service, never as both and never as nobody.
    .addCheckConstraint("tokens_kind", sql`(kind = 'personal') = (user_id is not null)`)
    .execute();

  await db.schema
    .createTable("invitations")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("purpose", "text", (column) => column.notNull())
    .addColumn("token_hash", "text", (column) => column.notNull().unique())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("expires_at", "text", (column) => column.notNull())
    .addColumn("used_at", "text")
    .addPrimaryKeyConstraint("invitations_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("invitations_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();

  await db.schema
    .createTable("idempotency_keys")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("token_id", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("request_hash", "text", (column) => column.notNull())
    .addColumn("status", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("idempotency_keys_pk", ["workspace_id", "token_id", "key"])
    .addForeignKeyConstraint("idempotency_keys_token", ["workspace_id", "token_id"], "tokens", ["workspace_id", "id"])
    .execute();
}
