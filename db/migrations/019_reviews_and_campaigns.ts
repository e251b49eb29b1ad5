import { type Kysely, sql } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await addToExceptions(db);
  await addValidations(db);
  await addSilences(db);
  await addOwnerNotices(db);
  await addCampaigns(db);
}

async function addToExceptions(db: Kysely<any>): Promise<void> {
  await db.schema.alterTable("exceptions").addColumn("implementation", "text").execute();
  await db.schema.alterTable("exceptions").addColumn("next_milestone_at", "text").execute();
  await db.schema
    .createIndex("exceptions_by_milestone")
    .on("exceptions")
    .columns(["workspace_id", "next_milestone_at"])
    .where("next_milestone_at" as never, "is not", null)
    .execute();
}

async function addValidations(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("validations")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("by", "text", (column) => column.notNull())
    .addColumn("result", "text", (column) => column.notNull().check(sql`result in ('passed', 'failed')`))
    .addColumn("note", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("validations_pk", ["workspace_id", "exception_id", "at"])
    .addForeignKeyConstraint("validations_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("validations_by", ["workspace_id", "by"], "users", ["workspace_id", "id"])
    .execute();
  await makeAppendOnly(db, "validations");
}

async function addSilences(db: Kysely<any>): Promise<void> {
  // What was said and done about one review that nobody answered; a later review has a row of its own.
  await db.schema
    .createTable("silences")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("due_at", "text", (column) => column.notNull())
    .addColumn("reminded_at", "text", (column) => column.notNull())
    .addColumn("warned_at", "text")
    .addColumn("answered_at", "text")
    // What happens at the end of the grace, and when, as people were told.
    .addColumn("consequence", "text", (column) =>
      column.notNull().check(sql`consequence in ('remind', 'suspend', 'revoke')`),
    )
    .addColumn("acts_at", "text", (column) => column.notNull())
    // When the next step is due; null after the last one.
    .addColumn("next_at", "text")
    .addPrimaryKeyConstraint("silences_pk", ["workspace_id", "exception_id", "due_at"])
    .addForeignKeyConstraint("silences_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();
}

async function addOwnerNotices(db: Kysely<any>): Promise<void> {
  // What an owner was told once: of a milestone that was missed, of an ended exception that waits to be closed.
  await db.schema
    .createTable("owner_notices")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull().check(sql`kind in ('milestone', 'closure')`))
    .addColumn("what", "text", (column) => column.notNull())
    .addColumn("told_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("owner_notices_pk", ["workspace_id", "exception_id", "kind", "what"])
    .addForeignKeyConstraint("owner_notices_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();
}

async function addCampaigns(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("campaigns")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("selection", "text", (column) => column.notNull())
    .addColumn("deadline", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("created_by", "text", (column) => column.notNull())
    .addColumn("closed_at", "text")
    .addColumn("closed_by", "text")
    .addColumn("statement", "text")
    .addPrimaryKeyConstraint("campaigns_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("campaigns_creator", ["workspace_id", "created_by"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("campaigns_closer", ["workspace_id", "closed_by"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("campaigns_newest")
    .on("campaigns")
    .columns(["workspace_id", "created_at", "id"])
    .execute();
  await db.schema
    .createTable("campaign_items")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("campaign_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("reviewer_id", "text", (column) => column.notNull())
    // The review that answered it, by its key.
    .addColumn("reviewed_at", "text")
    .addPrimaryKeyConstraint("campaign_items_pk", ["workspace_id", "campaign_id", "exception_id"])
    .addForeignKeyConstraint("campaign_items_campaign", ["workspace_id", "campaign_id"], "campaigns", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("campaign_items_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("campaign_items_reviewer", ["workspace_id", "reviewer_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("campaign_items_review", ["workspace_id", "exception_id", "reviewed_at"], "reviews", [
      "workspace_id",
      "exception_id",
      "at",
    ])
    .execute();
  await db.schema
    .createIndex("campaign_items_by_exception")
    .on("campaign_items")
    .columns(["workspace_id", "exception_id"])
    .execute();
  await db.schema
    .createIndex("campaign_items_by_reviewer")
    .on("campaign_items")
    .columns(["workspace_id", "reviewer_id"])
    .execute();
}
