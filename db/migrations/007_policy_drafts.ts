import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // A policy that is not in force: being tried out, or a weakening that waits for a second admin.
  await db.schema
    .createTable("policy_drafts")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("based_on", "integer", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addColumn("forces_reenrollment", "integer", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addColumn("decided_by", "text")
    .addColumn("decided_at", "text")
    .addColumn("comment", "text")
    .addPrimaryKeyConstraint("policy_drafts_pk", ["workspace_id", "id"])
    // Whoever weakens the policy never confirms it: a second person does.
    .addCheckConstraint("policy_drafts_second_admin", sql`state <> 'confirmed' or decided_by <> author_id`)
    .execute();
}
