import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  await addUses(db);
  await addJoining(db);
  await addUsage(db);
  await addProposals(db);
}

async function addUses(db: Kysely<any>): Promise<void> {
  // How often an exception with a number of uses has let somebody in. A decision takes the row before it reads it, so that
  // no two processes spend the same use; the check is what is left to refuse if one of them ever does not.
  await db.schema
    .createTable("exemption_uses")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("most", "integer", (column) => column.notNull())
    .addColumn("used", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("exemption_uses_pk", ["workspace_id", "exception_id"])
    .addForeignKeyConstraint("exemption_uses_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addCheckConstraint("exemption_uses_within", sql`used >= 0 and used <= most`)
    .execute();
  // A scope that says nothing of a number of uses would be taken for one with none left.
  await sql`update exceptions set scope = substr(scope, 1, length(scope) - 1) || ',"maxUses":null}'
    where scope not like '%"maxUses":%'`.execute(db);
}

async function addJoining(db: Kysely<any>): Promise<void> {
  // An exception for a group covers who was in it when it was approved; a row that does not say since when is covered by none.
  await db.schema
    .alterTable("memberships")
    .addColumn("added_at", "text", (column) => column.notNull().defaultTo("9999-12-31T23:59:59.999Z"))
    .execute();
  // Nobody knows when those joined who are there already; whom an exception covered until today it goes on covering.
  await sql`update memberships set added_at = (select u.created_at from users u
    where u.workspace_id = memberships.workspace_id and u.id = memberships.user_id)`.execute(db);
}

async function addUsage(db: Kysely<any>): Promise<void> {
  // What rested on an exception, counted as decisions are gathered: in all, by quarter of an hour, by whom, where and from
  // which network. A record that 100,000 sign-ins rested on then reads a few rows instead of 100,000.
  await db.schema
    .createTable("exception_usage")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("facet", "text", (column) =>
      column.notNull().check(sql`facet in ('all', 'quarter', 'subject', 'application', 'network')`),
    )
    .addColumn("value", "text", (column) => column.notNull())
    .addColumn("uses", "integer", (column) => column.notNull())
    .addColumn("last_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("exception_usage_pk", ["workspace_id", "exception_id", "facet", "value"])
    .execute();
  // Of what was gathered before, only the networks are not known.
  const quarter = sql`substr(at, 1, 14) || case when substr(at, 15, 2) < '15' then '00' when substr(at, 15, 2) < '30' then '15'
    when substr(at, 15, 2) < '45' then '30' else '45' end`;
  for (const [facet, value] of [
    ["all", sql`''`],
    ["quarter", quarter],
    ["subject", sql`subject_id`],
    ["application", sql`application_id`],
  ] as const)
    await sql`insert into exception_usage (workspace_id, exception_id, facet, value, uses, last_at)
      select workspace_id, exception_id, ${sql.lit(facet)}, value, count(*), max(at)
      from (select workspace_id, exception_id, ${value} as value, at from sign_ins where exception_id is not null) as used
      group by workspace_id, exception_id, value`.execute(db);
}

async function addProposals(db: Kysely<any>): Promise<void> {
  // That ending an exception was proposed: once for each situation, which is named by when it began.
  await db.schema
    .createTable("revocation_proposals")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("cause", "text", (column) => column.notNull().check(sql`cause in ('dormant', 'needless')`))
    .addColumn("since", "text", (column) => column.notNull())
    .addColumn("proposed_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("revocation_proposals_pk", ["workspace_id", "exception_id", "cause", "since"])
    .addForeignKeyConstraint("revocation_proposals_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();
  // Whoever has enrolled lately may need an exception no longer.
  // Few people are barred; without an index of their own, finding them would read the whole directory.
  await db.schema
    .createIndex("users_disabled")
    .on("users")
    .columns(["workspace_id", "id"])
    .where("disabled_at" as never, "is not", null)
    .execute();
  await db.schema.createIndex("factors_by_creation").on("factors").columns(["workspace_id", "created_at"]).execute();
}
