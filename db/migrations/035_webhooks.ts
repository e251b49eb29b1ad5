import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // Who outside is told of what happens; one that was removed stays, for its log, without its address and secrets.
  await db.schema
    .createTable("webhook_endpoints")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("description", "text", (column) => column.notNull())
    .addColumn("format", "text", (column) => column.notNull())
    // Encrypted: the address of a chat channel lets whoever has it write there.
    .addColumn("url", "text", (column) => column.notNull())
    .addColumn("shown_url", "text", (column) => column.notNull())
    .addColumn("event_types", "text", (column) => column.notNull())
    .addColumn("names_people", "integer", (column) => column.notNull())
    .addColumn("is_enabled", "integer", (column) => column.notNull())
    .addColumn("disabled_for", "text")
    .addColumn("disabled_at", "text")
    // Encrypted; the one before counts beside it until the instant.
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("previous_secret", "text")
    .addColumn("previous_until", "text")
    // Up to where of the audit log its messages are made.
    .addColumn("last_seq", "bigint", (column) => column.notNull())
    .addColumn("last_success_at", "text")
    .addColumn("failures", "integer", (column) => column.notNull())
    .addColumn("failing_since", "text")
    .addColumn("created_by", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addColumn("removed_at", "text")
    .addPrimaryKeyConstraint("webhook_endpoints_pk", ["workspace_id", "id"])
    .execute();

  await db.schema
    .createTable("webhook_messages")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("endpoint_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    // How many attempts there had been when the present round of them began: a replay begins another.
    .addColumn("round_from", "integer", (column) => column.notNull())
    .addColumn("next_attempt_at", "text")
    .addColumn("delivered_at", "text")
    .addColumn("given_up_at", "text")
    .addPrimaryKeyConstraint("webhook_messages_pk", ["workspace_id", "endpoint_id", "id"])
    // One event makes one message, whoever makes it.
    .addUniqueConstraint("webhook_messages_event", ["workspace_id", "endpoint_id", "seq"])
    .addForeignKeyConstraint("webhook_messages_endpoint", ["workspace_id", "endpoint_id"], "webhook_endpoints", [
      "workspace_id",
      "id",
    ])
    .execute();
  await db.schema
    .createIndex("webhook_messages_due")
    .on("webhook_messages")
    .columns(["workspace_id", "next_attempt_at"])
    .execute();
  await db.schema
    .createIndex("webhook_messages_age")
    .on("webhook_messages")
    .columns(["workspace_id", "created_at"])
    .execute();

  await db.schema
    .createTable("webhook_attempts")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("endpoint_id", "text", (column) => column.notNull())
    .addColumn("message_id", "text", (column) => column.notNull())
    .addColumn("attempt", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("status", "integer")
    .addColumn("response", "text", (column) => column.notNull())
    .addColumn("duration_ms", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("webhook_attempts_pk", ["workspace_id", "endpoint_id", "message_id", "attempt"])
    .addForeignKeyConstraint(
      "webhook_attempts_message",
      ["workspace_id", "endpoint_id", "message_id"],
      "webhook_messages",
      ["workspace_id", "endpoint_id", "id"],
    )
    .execute();
}
