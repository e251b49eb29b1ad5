import { type Kysely, sql } from "kysely";
import { clustered, makeAppendOnly } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  await addExemptionVersions(db);
  await replaceUses(db);
  await addReplays(db);
}

async function addExemptionVersions(db: Kysely<any>): Promise<void> {
  // What an exception said while it could lower a sign-in, for ever: a decision names what it read by id and version.
  await db.schema
    .createTable("exemption_versions")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("exemption_versions_pk", ["workspace_id", "exception_id", "version"])
    .addForeignKeyConstraint("exemption_versions_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();
  // The values are JSON already, but for the texts, which hold nothing that JSON would have to escape.
  await sql`insert into exemption_versions (workspace_id, exception_id, version, body)
    select workspace_id, id, version, '{"state":"active","effect":"' || effect || '","factors":' || factors || ',"scope":' || scope
      || ',"startsAt":"' || starts_at || '","endsAt":"' || ends_at || '"}'
    from exceptions where state = 'active'`.execute(db);
  await makeAppendOnly(db, "exemption_versions");
}

async function replaceUses(db: Kysely<any>): Promise<void> {
  // The decisions as they are searched, gathered from their streams as time allows: an index on the decisions themselves
  // would cost every batch more than everything else that it writes.
  await clustered(db, db.schema.createTable("sign_ins"))
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("stream", "text", (column) => column.notNull())
    .addColumn("batch", "integer", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("exception_id", "text")
    .addPrimaryKeyConstraint("sign_ins_pk", ["workspace_id", "at", "stream", "batch", "position"])
    .execute();
  await sql`insert into sign_ins (workspace_id, at, stream, batch, position, subject_id, application_id, outcome, reason, exception_id)
    select d.workspace_id, d.at, d.stream, d.batch, d.position, d.subject_id, d.application_id, d.outcome, d.reason, d.exception_id
    from gathered_streams g join decisions d on d.workspace_id = g.workspace_id and d.stream = g.stream and d.batch <= g.batch`.execute(
    db,
  );
  for (const [name, column] of [
    ["sign_ins_by_subject", "subject_id"],
    ["sign_ins_by_application", "application_id"],
    ["sign_ins_by_outcome", "outcome"],
    ["sign_ins_by_reason", "reason"],
  ] as const)
    await db.schema
      .createIndex(name)
      .on("sign_ins")
      .columns(["workspace_id", column, "at", "stream", "batch", "position"])
      .execute();
  await db.schema
    .createIndex("sign_ins_by_exception")
    .on("sign_ins")
    .columns(["workspace_id", "exception_id", "at", "stream", "batch", "position"])
    .where("exception_id" as never, "is not", null)
    .execute();
  await db.schema.dropTable("exception_uses").execute();
}

async function addReplays(db: Kysely<any>): Promise<void> {
  await db.schema
    .createTable("replays")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) =>
      column.notNull().check(sql`state in ('queued', 'running', 'done', 'cancelled', 'failed')`),
    )
    .addColumn("policy_draft_id", "text")
    .addColumn("exception_id", "text")
    // What it is judged by, as it was when somebody asked: a draft goes on changing.
    .addColumn("trial", "text", (column) => column.notNull())
    .addColumn("days", "integer", (column) => column.notNull())
    .addColumn("from_at", "text", (column) => column.notNull())
    .addColumn("to_at", "text", (column) => column.notNull())
    .addColumn("started_by", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    // Whoever runs it says so every second; silence means that the process has ended.
    .addColumn("seen_at", "text", (column) => column.notNull())
    .addColumn("finished_at", "text")
    .addColumn("done", "integer", (column) => column.notNull())
    .addColumn("total", "integer")
    .addColumn("counts", "text")
    .addColumn("fault", "text")
    .addPrimaryKeyConstraint("replays_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("replays_user", ["workspace_id", "started_by"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema.createIndex("replays_newest").on("replays").columns(["workspace_id", "created_at", "id"]).execute();
  await db.schema.createIndex("replays_by_state").on("replays").columns(["state", "created_at"]).execute();

  // The decisions that would have been another, as many of each kind as a person may want to see.
  await db.schema
    .createTable("replay_changes")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("replay_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("decision_id", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("subject_id", "text", (column) => column.notNull())
    .addColumn("application_id", "text", (column) => column.notNull())
    .addColumn("outcome_before", "text", (column) => column.notNull())
    .addColumn("reason_before", "text", (column) => column.notNull())
    .addColumn("outcome_after", "text", (column) => column.notNull())
    .addColumn("reason_after", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("replay_changes_pk", ["workspace_id", "replay_id", "kind", "number"])
    .addForeignKeyConstraint("replay_changes_replay", ["workspace_id", "replay_id"], "replays", ["workspace_id", "id"])
    .execute();
}
