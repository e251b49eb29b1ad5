import type { Kysely } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("exception_comments")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("author_id", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("mentions", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_comments_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("exception_comments_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("exception_comments_author", ["workspace_id", "author_id"], "users", [
      "workspace_id",
      "id",
    ])
    .execute();
  await db.schema
    .createIndex("exception_comments_in_order")
    .on("exception_comments")
    .columns(["workspace_id", "exception_id", "at", "id"])
    .execute();
  await makeAppendOnly(db, "exception_comments");

  await db.schema
    .createTable("exception_watchers")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("since", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_watchers_pk", ["workspace_id", "exception_id", "user_id"])
    .addForeignKeyConstraint("exception_watchers_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("exception_watchers_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();

  // The bytes lie under their hash where attachments are kept; the same file twice is kept once.
  await db.schema
    .createTable("attachments")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("media_type", "text", (column) => column.notNull())
    .addColumn("size", "integer", (column) => column.notNull())
    .addColumn("sha256", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("uploaded_by", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("attachments_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("attachments_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("attachments_uploader", ["workspace_id", "uploaded_by"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("attachments_in_order")
    .on("attachments")
    .columns(["workspace_id", "exception_id", "at", "id"])
    .execute();
  await makeAppendOnly(db, "attachments");

  await db.schema
    .createTable("attachment_withdrawals")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("attachment_id", "text", (column) => column.notNull())
    .addColumn("withdrawn_by", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("attachment_withdrawals_pk", ["workspace_id", "attachment_id"])
    .addForeignKeyConstraint("attachment_withdrawals_attachment", ["workspace_id", "attachment_id"], "attachments", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("attachment_withdrawals_user", ["workspace_id", "withdrawn_by"], "users", [
      "workspace_id",
      "id",
    ])
    .execute();
  await makeAppendOnly(db, "attachment_withdrawals");

  // What a record said after each change, so that any two can be compared. Records of before begin with their next change.
  await db.schema
    .createTable("exception_revisions")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_revisions_pk", ["workspace_id", "exception_id", "version"])
    .addForeignKeyConstraint("exception_revisions_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();
  await makeAppendOnly(db, "exception_revisions");
}
