import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  await addAccounts(db);
  await addRotations(db);
}

async function addAccounts(db: Kysely<any>): Promise<void> {
  // One row for each account, however often it is taken out of use and registered anew; its history is in the audit log.
  await db.schema
    .createTable("break_glass_accounts")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("first_custodian_id", "text", (column) => column.notNull())
    .addColumn("second_custodian_id", "text", (column) => column.notNull())
    .addColumn("storage_reference", "text", (column) => column.notNull())
    .addColumn("registered_by", "text", (column) => column.notNull())
    .addColumn("registered_at", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("retired_by", "text")
    .addColumn("retired_at", "text")
    .addPrimaryKeyConstraint("break_glass_accounts_pk", ["workspace_id", "user_id"])
    .addForeignKeyConstraint("break_glass_accounts_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("break_glass_accounts_first", ["workspace_id", "first_custodian_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("break_glass_accounts_second", ["workspace_id", "second_custodian_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addCheckConstraint("break_glass_accounts_two_people", sql`first_custodian_id <> second_custodian_id`)
    .addCheckConstraint(
      "break_glass_accounts_held_by_others",
      sql`user_id <> first_custodian_id and user_id <> second_custodian_id`,
    )
    .execute();
}

async function addRotations(db: Kysely<any>): Promise<void> {
  // One person replaces a secret, another says that they saw it done.
  await db.schema
    .createTable("secret_rotations")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("subject_kind", "text", (column) =>
      column.notNull().check(sql`subject_kind in ('user', 'service_principal')`),
    )
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("cause", "text", (column) => column.notNull())
    .addColumn("operator_id", "text", (column) => column.notNull())
    .addColumn("rotated_at", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull().check(sql`outcome in ('rotated', 'failed')`))
    .addColumn("reference", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("recorded_at", "text", (column) => column.notNull())
    .addColumn("attestor_id", "text")
    .addColumn("attested_at", "text")
    .addColumn("attestation", "text", (column) => column.check(sql`attestation in ('confirmed', 'refused')`))
    .addColumn("attestation_note", "text")
    .addPrimaryKeyConstraint("secret_rotations_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("secret_rotations_operator", ["workspace_id", "operator_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("secret_rotations_attestor", ["workspace_id", "attestor_id"], "users", [
      "workspace_id",
      "id",
    ])
    .addCheckConstraint("secret_rotations_two_people", sql`attestor_id is null or attestor_id <> operator_id`)
    .addCheckConstraint(
      "secret_rotations_whole_attestation",
      sql`(attestor_id is null) = (attested_at is null) and (attestor_id is null) = (attestation is null)`,
    )
    .execute();
  await db.schema
    .createIndex("secret_rotations_of_subject")
    .on("secret_rotations")
    .columns(["workspace_id", "subject_kind", "subject_id", "recorded_at"])
    .execute();
  // What waits for a second person waits once: of two that are recorded at the same moment, one is refused.
  await sql`create unique index secret_rotations_one_waits on secret_rotations (workspace_id, subject_kind, subject_id)
    where attestor_id is null and outcome = 'rotated'`.execute(db);
}
