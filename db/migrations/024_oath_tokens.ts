import { type Kysely, sql } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await addTokens(db);
  await moveSeeds(db);
  await addCustody(db);
  await addAudits(db);
}

async function addTokens(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("oath_tokens")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull().check(sql`kind in ('app', 'hardware')`))
    .addColumn("serial", "text")
    .addColumn("model", "text")
    .addColumn("secret", "text")
    .addColumn("algorithm", "text", (column) => column.notNull().check(sql`algorithm in ('sha1', 'sha256', 'sha512')`))
    .addColumn("digits", "integer", (column) => column.notNull().check(sql`digits in (6, 8)`))
    .addColumn("period", "integer", (column) => column.notNull().check(sql`period in (30, 60)`))
    .addColumn("last_step", "integer")
    .addColumn("drift", "integer", (column) => column.notNull().defaultTo(0))
    // Wrong codes since the last good one.
    .addColumn("failures", "integer", (column) => column.notNull().defaultTo(0))
    // The factor that it is, or was last; a factor that has ended counts no more.
    .addColumn("factor_id", "text")
    .addColumn("replace_by", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("revoked_at", "text")
    .addColumn("revocation", "text")
    .addPrimaryKeyConstraint("oath_tokens_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("oath_tokens_factor", ["workspace_id", "factor_id"], "factors", ["workspace_id", "id"])
    .addUniqueConstraint("oath_tokens_serial", ["workspace_id", "serial"])
    .addUniqueConstraint("oath_tokens_by_factor", ["workspace_id", "factor_id"])
    .execute();
}

/** Authenticator apps become tokens; what a removed one could have made codes with is not kept. */
async function moveSeeds(db: Kysely<any>): Promise<void> {
  await sql`insert into oath_tokens
    (workspace_id, id, kind, secret, algorithm, digits, period, last_step, factor_id, created_at)
    select workspace_id, 'oat_' || substr(id, 5), 'app', case when revoked_at is null then secret end, 'sha1', 6, 30, last_step,
      id, created_at
    from factors where kind = 'totp'`.execute(db);
  await db.schema.alterTable("factors").dropColumn("secret").execute();
  await db.schema.alterTable("factors").dropColumn("last_step").execute();
}

async function addCustody(db: Kysely<any>): Promise<void> {
  // Who has had a token, or the file of its seed, where and since when; the latest of each is where it is now.
  await db.schema
    .createTable("oath_custody")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("token_id", "text", (column) => column.notNull())
    .addColumn("matter", "text", (column) => column.notNull().check(sql`matter in ('token', 'seed')`))
    .addColumn("holder_id", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    // Null where it was the console.
    .addColumn("by", "text")
    .addPrimaryKeyConstraint("oath_custody_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("oath_custody_token", ["workspace_id", "token_id"], "oath_tokens", ["workspace_id", "id"])
    .addForeignKeyConstraint("oath_custody_holder", ["workspace_id", "holder_id"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("oath_custody_by", ["workspace_id", "by"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("oath_custody_of_token")
    .on("oath_custody")
    .columns(["workspace_id", "token_id", "matter", "at"])
    .execute();
  await makeAppendOnly(db, "oath_custody");
}

async function addAudits(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("oath_audits")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("quarter", "text", (column) => column.notNull())
    .addColumn("opened_at", "text", (column) => column.notNull())
    // Null where the calendar did.
    .addColumn("opened_by", "text")
    .addColumn("due_at", "text", (column) => column.notNull())
    .addColumn("figures", "text", (column) => column.notNull())
    .addColumn("closed_at", "text")
    .addColumn("closed_by", "text")
    .addColumn("statement", "text")
    .addColumn("evidence", "text")
    .addPrimaryKeyConstraint("oath_audits_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("oath_audits_opener", ["workspace_id", "opened_by"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("oath_audits_closer", ["workspace_id", "closed_by"], "users", ["workspace_id", "id"])
    .execute();
  // One at a time, and one of a quarter's own, whoever asks for it how often.
  await db.schema
    .createIndex("oath_audits_open")
    .unique()
    .on("oath_audits")
    .column("workspace_id")
    .where("closed_at" as never, "is", null)
    .execute();
  await db.schema
    .createIndex("oath_audits_of_quarter")
    .unique()
    .on("oath_audits")
    .columns(["workspace_id", "quarter"])
    .where("opened_by" as never, "is", null)
    .execute();
  await db.schema
    .createTable("oath_audit_answers")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("audit_id", "text", (column) => column.notNull())
    .addColumn("question", "text", (column) => column.notNull())
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("answered_at", "text", (column) => column.notNull())
    .addColumn("answered_by", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("oath_audit_answers_pk", ["workspace_id", "audit_id", "question"])
    .addForeignKeyConstraint("oath_audit_answers_audit", ["workspace_id", "audit_id"], "oath_audits", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("oath_audit_answers_by", ["workspace_id", "answered_by"], "users", ["workspace_id", "id"])
    .execute();
}
