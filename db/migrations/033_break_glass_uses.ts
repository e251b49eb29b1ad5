import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  await addIncidents(db);
  await addDrills(db);
  await addUses(db);
}

async function addIncidents(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("incident_counters")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("year", "integer", (column) => column.notNull())
    .addColumn("last", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("incident_counters_pk", ["workspace_id", "year"])
    .execute();
  await db.schema
    .createTable("incidents")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    // The account whose unplanned use opened it; null where people declared an emergency.
    .addColumn("user_id", "text")
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("reference", "text")
    .addColumn("reason", "text")
    .addColumn("opened_at", "text", (column) => column.notNull())
    .addColumn("begins_at", "text", (column) => column.notNull())
    .addColumn("ends_at", "text")
    // Null for as long as it is a draft that nobody has taken on.
    .addColumn("declared_by", "text")
    .addColumn("declared_at", "text")
    .addColumn("report", "text", (column) => column.notNull())
    .addColumn("closed_by", "text")
    .addColumn("closed_at", "text")
    .addPrimaryKeyConstraint("incidents_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("incidents_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema.createIndex("incidents_by_time").on("incidents").columns(["workspace_id", "opened_at"]).execute();
}

async function addDrills(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("drills")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("quarter", "text", (column) => column.notNull())
    .addColumn("starts_at", "text", (column) => column.notNull())
    .addColumn("ends_at", "text", (column) => column.notNull())
    // Which of the people will sign in as the account.
    .addColumn("signs_in", "text", (column) => column.notNull())
    .addColumn("planned_by", "text", (column) => column.notNull())
    .addColumn("planned_at", "text", (column) => column.notNull())
    .addColumn("evidence", "text")
    .addColumn("result", "text", (column) => column.check(sql`result in ('passed', 'failed', 'cancelled')`))
    .addColumn("finished_by", "text")
    .addColumn("finished_at", "text")
    .addPrimaryKeyConstraint("drills_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("drills_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .execute();
  // One at a time: a plan must not become a standing excuse.
  await sql`create unique index drills_open on drills (workspace_id, user_id) where finished_at is null`.execute(db);
  await db.schema
    .createTable("drill_steps")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("drill_id", "text", (column) => column.notNull())
    .addColumn("step", "text", (column) => column.notNull())
    .addColumn("result", "text", (column) => column.notNull().check(sql`result in ('pass', 'fail', 'not_applicable')`))
    .addColumn("note", "text", (column) => column.notNull())
    .addColumn("by", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("drill_steps_pk", ["workspace_id", "drill_id", "step"])
    .addForeignKeyConstraint("drill_steps_drill", ["workspace_id", "drill_id"], "drills", ["workspace_id", "id"])
    .execute();
}

async function addUses(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("break_glass_uses")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    // The id of the decision that let the account in, so that each of them leaves one use.
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("user_id", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("ip", "text")
    .addColumn("methods", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("exception_id", "text")
    .addColumn("noted_at", "text")
    // The use that began what this sign-in belongs to; that one is classified for all of them.
    .addColumn("part_of", "text")
    .addColumn("drill_id", "text")
    .addColumn("incident_id", "text")
    .addColumn("signed_in_by", "text")
    .addColumn("classification", "text", (column) =>
      column.check(sql`classification in ('drill', 'declared_emergency', 'misuse')`),
    )
    .addColumn("explanation", "text")
    // Null where it was the register, from a drill or an emergency that was under way.
    .addColumn("classified_by", "text")
    .addColumn("classified_at", "text")
    .addColumn("post_mortem", "text")
    .addColumn("closed_by", "text")
    .addColumn("closed_at", "text")
    .addPrimaryKeyConstraint("break_glass_uses_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("break_glass_uses_user", ["workspace_id", "user_id"], "users", ["workspace_id", "id"])
    .addForeignKeyConstraint("break_glass_uses_drill", ["workspace_id", "drill_id"], "drills", ["workspace_id", "id"])
    .addForeignKeyConstraint("break_glass_uses_incident", ["workspace_id", "incident_id"], "incidents", [
      "workspace_id",
      "id",
    ])
    .execute();
  await db.schema
    .createIndex("break_glass_uses_by_user")
    .on("break_glass_uses")
    .columns(["workspace_id", "user_id", "at"])
    .execute();
  await sql`create index break_glass_uses_to_note on break_glass_uses (workspace_id, at) where noted_at is null`.execute(
    db,
  );
}
