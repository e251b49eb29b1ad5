import { type Kysely, sql } from "kysely";
import { addWordSearch, makeAppendOnly, withRowKey } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("categories")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("categories_pk", ["workspace_id", "id"])
    .execute();

  await db.schema
    .createTable("exception_counters")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("year", "integer", (column) => column.notNull())
    .addColumn("last", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_counters_pk", ["workspace_id", "year"])
    .execute();

  // What the sign-in decision reads comes first, so that it is found before the long texts.
  await withRowKey(db, db.schema.createTable("exceptions"))
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("effect", "text", (column) => column.notNull())
    .addColumn("factors", "text", (column) => column.notNull())
    .addColumn("starts_at", "text", (column) => column.notNull())
    .addColumn("ends_at", "text", (column) => column.notNull())
    .addColumn("scope", "text", (column) => column.notNull())
    .addColumn("category", "text", (column) => column.notNull())
    .addColumn("rating", "text")
    .addColumn("risk_score", "integer", (column) => column.notNull())
    .addColumn("owner_id", "text")
    .addColumn("requestor_id", "text")
    .addColumn("implementer_id", "text")
    .addColumn("beneficiary_id", "text")
    .addColumn("category_version", "integer")
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("next_review_at", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addColumn("submitted_at", "text")
    .addColumn("approved_at", "text")
    .addColumn("activated_at", "text")
    .addColumn("ended_at", "text")
    .addColumn("expiry_recorded_at", "text")
    .addColumn("review_every_days", "integer")
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("change_reference", "text", (column) => column.notNull())
    .addColumn("planned_retirement_at", "text")
    .addColumn("inherent_risk", "text")
    .addColumn("residual_risk", "text")
    .addColumn("assessment", "text", (column) => column.notNull())
    .addColumn("justification", "text", (column) => column.notNull())
    .addColumn("compensating_controls", "text", (column) => column.notNull())
    .addColumn("control_count", "integer", (column) => column.notNull())
    .addColumn("monitoring_plan", "text", (column) => column.notNull())
    .addColumn("milestones", "text", (column) => column.notNull())
    .addColumn("details", "text", (column) => column.notNull())
    .addColumn("last_validation", "text")
    .addColumn("closure", "text")
    .addColumn("agreed_ends_at", "text")
    .addColumn("original_ends_at", "text")
    .addColumn("extension_count", "integer", (column) => column.notNull())
    .addColumn("extension", "text")
    .addColumn("emergency", "text")
    .addColumn("suspension", "text")
    .addColumn("source", "text")
    .addColumn("source_key", "text")
    .addColumn("search_text", "text", (column) => column.notNull())
    .addUniqueConstraint("exceptions_id", ["workspace_id", "id"])
    // An import that is run twice files nothing twice.
    .addUniqueConstraint("exceptions_source_key", ["workspace_id", "source_key"])
    // Lets an approval carry its requestor, so that the database itself refuses a self-approval.
    .addUniqueConstraint("exceptions_requestor", ["workspace_id", "id", "requestor_id"])
    .addForeignKeyConstraint("exceptions_requestor_user", ["workspace_id", "requestor_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("exceptions_owner_user", ["workspace_id", "owner_id"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("exceptions_beneficiary_user", ["workspace_id", "beneficiary_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("exceptions_implementer_user", ["workspace_id", "implementer_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addCheckConstraint("exceptions_two_people", sql`implementer_id is null or implementer_id <> requestor_id`)
    .addCheckConstraint("exceptions_ends_as_agreed", sql`agreed_ends_at is null or ends_at <= agreed_ends_at`)
    .addCheckConstraint("exceptions_ends_after_start", sql`state = 'draft' or ends_at > starts_at`)
    .addCheckConstraint(
      "exceptions_active_is_implemented",
      sql`state not in ('active', 'suspended') or (activated_at is not null and (emergency is not null or (implementer_id is not null and approved_at is not null)))`,
    )
    .execute();
  for (const [name, columns] of Object.entries({
    exceptions_by_end: ["ends_at", "id"],
    exceptions_by_creation: ["created_at", "id"],
    exceptions_by_title: ["title", "id"],
    exceptions_by_risk: ["risk_score", "id"],
    exceptions_by_state: ["state", "ends_at", "id"],
    exceptions_by_state_and_creation: ["state", "created_at", "id"],
    exceptions_by_category: ["category", "ends_at", "id"],
    exceptions_by_category_and_creation: ["category", "created_at", "id"],
    exceptions_by_owner: ["owner_id", "ends_at", "id"],
    exceptions_by_review: ["next_review_at", "id"],
  }))
    await db.schema
      .createIndex(name)
      .on("exceptions")
      .columns(["workspace_id", ...columns])
      .execute();
  // Few records lack a control; without an index of their own, finding them would read a whole register.
  await db.schema
    .createIndex("exceptions_without_controls")
    .on("exceptions")
    .columns(["workspace_id", "created_at", "id"])
    .where("control_count" as never, "=", 0)
    .execute();
  await addWordSearch(db, "exceptions", "search_text");

  // By whom or where a record is found at sign-in: "user:…", "group:…", "role:…", "service_principal:…", "application:…".
  await db.schema
    .createTable("exception_targets")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_targets_pk", ["workspace_id", "target", "exception_id"])
    .addForeignKeyConstraint("exception_targets_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();
  await db.schema
    .createIndex("exception_targets_exception_index")
    .on("exception_targets")
    .columns(["workspace_id", "exception_id"])
    .execute();

  // One hat a head: the key has no duty in it, so a person's second duty on one record cannot be written.
  await db.schema
    .createTable("duties")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("duty", "text", (column) =>
      column.notNull().check(sql`duty in ('requestor', 'approver', 'implementer')`),
    )
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("duties_pk", ["workspace_id", "exception_id", "user_id"])
    .addForeignKeyConstraint("duties_exception", ["workspace_id", "exception_id"], "exceptions", ["workspace_id", "id"])
    .addForeignKeyConstraint("duties_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await makeAppendOnly(db, "duties");

  await db.schema
    .createTable("approvals")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("approver_group", "text", (column) => column.notNull())
    .addColumn("approver_id", "text", (column) => column.notNull())
    .addColumn("requestor_id", "text", (column) => column.notNull())
    .addColumn("on_behalf_of", "text")
    .addColumn("comment", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    // One person counts once for one content, whatever groups they are in.
    .addPrimaryKeyConstraint("approvals_pk", ["workspace_id", "exception_id", "content_hash", "approver_id"])
    .addForeignKeyConstraint("approvals_exception", ["workspace_id", "exception_id", "requestor_id"], "exceptions", [
      "workspace_id",
      "id",
      "requestor_id",
    ])
    .addForeignKeyConstraint("approvals_approver", ["workspace_id", "approver_id"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("approvals_absent", ["workspace_id", "on_behalf_of"], "users", ["workspace_id", "id"])
    .addCheckConstraint("approvals_two_people", sql`approver_id <> requestor_id`)
    // Standing in for somebody hands on their conflicts, and an absent person counts once for one content too.
    .addCheckConstraint(
      "approvals_absent_is_another",
      sql`on_behalf_of <> requestor_id and on_behalf_of <> approver_id`,
    )
    .addUniqueConstraint("approvals_absent_once", ["workspace_id", "exception_id", "content_hash", "on_behalf_of"])
    .execute();
  await db.schema
    .createIndex("approvals_by_approver")
    .on("approvals")
    .columns(["workspace_id", "approver_id"])
    .execute();
  await makeAppendOnly(db, "approvals");
}
