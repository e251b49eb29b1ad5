import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // Providers of OpenID Connect, whose word for who somebody is counts in a workspace.
  await db.schema
    .createTable("identity_providers")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    // As the provider itself spells it, since tokens and links name it so.
    .addColumn("issuer", "text", (column) => column.notNull())
    .addColumn("client_id", "text", (column) => column.notNull())
    // Encrypted; null for a client without one.
    .addColumn("client_secret", "text")
    .addColumn("scopes", "text", (column) => column.notNull())
    .addColumn("is_enabled", "integer", (column) => column.notNull())
    .addColumn("adds_people", "integer", (column) => column.notNull())
    .addColumn("domains", "text", (column) => column.notNull())
    .addColumn("trusts_mfa", "integer", (column) => column.notNull())
    .addColumn("method_claims", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("identity_providers_pk", ["workspace_id", "id"])
    // Two of one issuer could not be told apart by what they say.
    .addUniqueConstraint("identity_providers_issuer", ["workspace_id", "issuer"])
    .execute();

  // Whom an issuer means by which of its subjects.
  await db.schema
    .createTable("linked_identities")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("issuer", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("linked_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("linked_identities_pk", ["workspace_id", "issuer", "subject"])
    .addUniqueConstraint("linked_identities_one_each", ["workspace_id", "issuer", "user_id"])
    .addForeignKeyConstraint("linked_identities_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("linked_identities_of_user")
    .on("linked_identities")
    .columns(["workspace_id", "user_id"])
    .execute();
}
