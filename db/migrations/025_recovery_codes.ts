import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // A batch of recovery codes is one factor; these are its codes, of which nothing but hashes is ever kept.
  await db.schema
    .createTable("recovery_codes")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("factor_id", "text", (column) => column.notNull())
    .addColumn("code_hash", "text", (column) => column.notNull())
    .addColumn("used_at", "text")
    .addPrimaryKeyConstraint("recovery_codes_pk", ["workspace_id", "factor_id", "code_hash"])
    .addForeignKeyConstraint("recovery_codes_factor", ["workspace_id", "factor_id"], "factors", ["workspace_id", "id"])
    .execute();

  // Nobody has two batches at once: of two that are made at the same time, one fails.
  await db.schema
    .createIndex("factors_one_batch")
    .on("factors")
    .columns(["workspace_id", "user_id"])
    .unique()
    .where("kind" as never, "=", "recovery_code")
    .where("revoked_at" as never, "is", null)
    .execute();
}
