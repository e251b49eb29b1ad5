import type { Kysely } from "kysely";

export async function up(db: Kysely<any>): Promise<void> {
  // Whoever runs it says every minute that it lives; a run whose lease is over was interrupted.
  await db.schema.alterTable("job_runs").addColumn("holder", "text").execute();
  await db.schema.alterTable("job_runs").addColumn("lease_until", "text").execute();
  await db.schema.alterTable("job_runs").addColumn("duration_ms", "integer").execute();
  await db.schema
    .alterTable("job_runs")
    .addColumn("is_catching_up", "integer", (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex("job_runs_claimed")
    .on("job_runs")
    .columns(["workspace_id", "name", "claimed_at"])
    .execute();

  // "kind" keeps apart what a job does to one and the same item; both are empty where the run itself failed.
  await db.schema
    .createTable("job_failures")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("job", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("item", "text", (column) => column.notNull())
    .addColumn("message", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull())
    .addColumn("first_failed_at", "text", (column) => column.notNull())
    .addColumn("last_failed_at", "text", (column) => column.notNull())
    .addColumn("next_attempt_at", "text", (column) => column.notNull())
    .addColumn("resolved_at", "text")
    .addPrimaryKeyConstraint("job_failures_pk", ["workspace_id", "job", "kind", "item"])
    .execute();

  // How far time has come for the jobs: a clock that is set back does not take them back with it.
  await db.schema
    .createTable("job_clocks")
    .addColumn("workspace_id", "text", (column) => column.primaryKey().references("workspaces.id"))
    .addColumn("seen_at", "text", (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("downtimes")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("began_at", "text", (column) => column.notNull())
    .addColumn("ended_at", "text", (column) => column.notNull())
    .addColumn("told_at", "text")
    .addPrimaryKeyConstraint("downtimes_pk", ["workspace_id", "began_at"])
    .execute();
}
