import type { Kysely } from "kysely";

/** What a workspace that is there already begins with. */
const defaults = {
  moderate_from_people: 25,
  high_from_people: 100,
  high_from_percent: 10,
  remind_after_days: 2,
  escalate_after_days: 5,
  lapse_after_days: 14,
};

export async function up(db: Kysely<any>): Promise<void> {
  for (const [column, value] of Object.entries(defaults))
    await db.schema
      .alterTable("workspaces")
      .addColumn(column, "integer", (build) => build.notNull().defaultTo(value))
      .execute();

  for (const column of ["rating_basis", "waiting_since"])
    await db.schema.alterTable("exceptions").addColumn(column, "text").execute();
  const rows = await db
    .selectFrom("exceptions")
    .select(["workspaceId", "id", "state", "submittedAt", "updatedAt", "extension", "emergency"])
    .where("state", "in", ["submitted", "assessed", "active", "suspended"])
    .execute();
  for (const row of rows)
    await db
      .updateTable("exceptions")
      .set({ waitingSince: waitingSince(row) })
      .where("workspaceId", "=", row.workspaceId)
      .where("id", "=", row.id)
      .execute();
  await db.schema
    .createIndex("exceptions_waiting")
    .on("exceptions")
    .columns(["workspace_id", "waiting_since"])
    .where("waiting_since", "is not", null)
    .execute();

  // One row for each time that somebody was told; the key is what makes a second run say nothing.
  await db.schema
    .createTable("approval_chases")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("waiting_since", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("number", "integer", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("approval_chases_pk", ["workspace_id", "exception_id", "waiting_since", "kind", "number"])
    .addForeignKeyConstraint("approval_chases_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .execute();

  await db.schema
    .createIndex("delegations_by_absent")
    .on("delegations")
    .columns(["workspace_id", "from_user_id", "ends_at"])
    .execute();
}

type Row = {
  state: string;
  submittedAt: string | null;
  updatedAt: string;
  extension: string | null;
  emergency: string | null;
};

function waitingSince({ state, submittedAt, updatedAt, extension, emergency }: Row): string | null {
  if (state === "submitted") return submittedAt ?? updatedAt;
  if (state === "assessed") return updatedAt;
  if (extension) return JSON.parse(extension).requestedAt;
  const granted = emergency && JSON.parse(emergency);
  return granted && granted.ratifiedAt === null ? granted.grantedAt : null;
}
