import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // Until when somebody from outside may use the register; from this instant on they are nobody to it.
  await db.schema.alterTable("users").addColumn("access_ends_at", "text").execute();
  // Who gave it to them, and is told before it ends; null for the console.
  await db.schema.alterTable("users").addColumn("access_given_by", "text").execute();
  await db.schema
    .createIndex("users_access_ends")
    .on("users")
    .columns(["workspace_id", "access_ends_at"])
    .where(sql<boolean>`access_ends_at is not null`)
    .execute();
  await addVerifications(db);
  await addWaysIntoTheLog(db);
}

async function addVerifications(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("verifications")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) =>
      column.notNull().check(sql`state in ('queued', 'running', 'done', 'failed')`),
    )
    // The row up to which somebody wants to know; null for the whole log and the streams of decisions.
    .addColumn("up_to", "integer")
    .addColumn("started_by", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    // Whoever runs it says so every second; silence means that the process has ended.
    .addColumn("seen_at", "text", (column) => column.notNull())
    .addColumn("finished_at", "text")
    .addColumn("done", "integer", (column) => column.notNull())
    .addColumn("total", "integer")
    .addColumn("found", "text")
    .addColumn("fault", "text")
    .addPrimaryKeyConstraint("verifications_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("verifications_user", ["workspace_id", "started_by"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("verifications_newest")
    .on("verifications")
    .columns(["workspace_id", "created_at", "id"])
    .execute();
  // Walking the log twice at the same time tells nobody more.
  await db.schema
    .createIndex("verifications_one_open")
    .unique()
    .on("verifications")
    .column("workspace_id")
    .where(sql<boolean>`state in ('queued', 'running')`)
    .execute();
}

/** Each filter of the log's page is a stretch of one of these, in the order in which the page shows it. */
async function addWaysIntoTheLog(db: Kysely<any>): Promise<void> {
  const index = (name: string, columns: string[]) =>
    db.schema
      .createIndex(`audit_events_${name}`)
      .on("audit_events")
      .columns(["workspace_id", ...columns, "seq"])
      .execute();
  await index("type", ["type", "at"]);
  await index("actor", ["actor_id", "at"]);
  await index("about", ["subject_id", "at"]);
  await index("at", ["at"]);
}
