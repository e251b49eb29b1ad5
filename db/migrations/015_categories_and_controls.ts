import { type Kysely, sql } from "kysely";
import { makeAppendOnly } from "../make-tables.ts";

const stages = {
  low: [{ group: "identity", minimum: 1 }],
  moderate: [{ group: "identity", minimum: 1 }],
  high: [
    { group: "identity", minimum: 1 },
    { group: "risk", minimum: 1 },
  ],
  critical: [
    { group: "identity", minimum: 1 },
    { group: "risk", minimum: 1 },
    { group: "security_leadership", minimum: 1 },
  ],
};

// What a category of before gains, by its id: the most per extension and how many, the days of grace, and of disuse.
const gained: Record<string, [number, number | null, number, number | null]> = {
  break_glass: [180, null, 7, null],
  administrative_exclusion: [7, 3, 2, 7],
  legacy_or_service_account: [90, 6, 14, 30],
  enrollment_constraint: [14, 2, 3, 14],
  accessibility: [180, null, 14, 90],
  federated_partner: [90, 2, 7, 30],
  incident_or_test: [3, 3, 1, 3],
};

export async function up(db: Kysely<any>): Promise<void> {
  const before = await db.selectFrom("categories").selectAll().execute();
  await db.schema.dropTable("categories").execute();
  await db.schema
    .createTable("categories")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("version", "integer", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("reason", "text", (column) => column.notNull())
    .addColumn("author_id", "text")
    .addColumn("created_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("categories_pk", ["workspace_id", "id", "version"])
    .addForeignKeyConstraint("categories_author", ["workspace_id", "author_id"], "users", ["workspace_id", "id"])
    .execute();
  for (const { workspaceId, id, body, updatedAt } of before)
    await db
      .insertInto("categories")
      .values({
        workspaceId,
        id,
        version: 1,
        body: completed(id, body),
        reason: "As shipped",
        authorId: null,
        createdAt: updatedAt,
      })
      .execute();
  await makeAppendOnly(db, "categories");

  await db.schema
    .createTable("control_catalogue")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("description", "text", (column) => column.notNull())
    .addColumn("how_checked", "text", (column) => column.notNull())
    .addColumn("check_every_days", "integer", (column) => column.notNull())
    .addColumn("is_enabled", "integer", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addColumn("updated_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("control_catalogue_pk", ["workspace_id", "id"])
    .addUniqueConstraint("control_catalogue_name", ["workspace_id", "name"])
    .execute();

  // A control is named as the record names it: not each is of the catalogue.
  await db.schema
    .createTable("control_checks")
    .addColumn("workspace_id", "text", (column) => column.notNull())
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("exception_id", "text", (column) => column.notNull())
    .addColumn("control", "text", (column) => column.notNull())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("by", "text", (column) => column.notNull())
    .addColumn("result", "text", (column) => column.notNull().check(sql`result in ('passed', 'failed')`))
    .addColumn("note", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("control_checks_pk", ["workspace_id", "id"])
    .addForeignKeyConstraint("control_checks_exception", ["workspace_id", "exception_id"], "exceptions", [
      "workspace_id",
      "id",
    ])
    .addForeignKeyConstraint("control_checks_by", ["workspace_id", "by"], "users", ["workspace_id", "id"])
    .execute();
  await db.schema
    .createIndex("control_checks_of_exception")
    .on("control_checks")
    .columns(["workspace_id", "exception_id", "at"])
    .execute();
  await makeAppendOnly(db, "control_checks");
}

function completed(id: string, body: string): string {
  const { id: _id, mustCarry, ...rest } = JSON.parse(body);
  const [extensionDays, mostExtensions, graceDays, dormantAfterDays] = gained[id] ?? [30, null, 7, 30];
  return JSON.stringify({
    ...rest,
    isEnabled: true,
    stages,
    extensionDays,
    mostExtensions,
    graceDays,
    dormantAfterDays,
    mustCarry: mustCarry.map((part: object) => ({ ...part, isRequired: true })),
  });
}
