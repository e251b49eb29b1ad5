import { type Kysely, sql } from "kysely";
import { orderedByBytes } from "../make-tables.ts";

export async function up(db: Kysely<any>): Promise<void> {
  // What a search finds somebody or something by: each word of its names, so that a beginning is found by an index.
  await db.schema
    .createTable("directory_words")
    .addColumn("workspace_id", "text", (column) => column.notNull().references("workspaces.id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("object_id", "text", (column) => column.notNull())
    .addColumn("word", orderedByBytes(db), (column) => column.notNull())
    .addPrimaryKeyConstraint("directory_words_pk", ["workspace_id", "kind", "object_id", "word"])
    .execute();
  await fillWords(db);
  await db.schema
    .createIndex("directory_words_by_word")
    .on("directory_words")
    .columns(["workspace_id", "kind", "word", "object_id"])
    .execute();

  // Two people under one id of the identity provider could not be told apart.
  await db.schema
    .createIndex("users_external_id")
    .unique()
    .on("users")
    .columns(["workspace_id", "external_id"])
    .execute();
  await db.schema
    .createIndex("users_by_sso")
    .on("users")
    .columns(["workspace_id", "sso_required", "user_name"])
    .execute();
  await db.schema
    .createIndex("directory_objects_external_id")
    .unique()
    .on("directory_objects")
    .columns(["workspace_id", "kind", "external_id"])
    .execute();
  await db.schema
    .createIndex("directory_objects_by_name")
    .on("directory_objects")
    .columns(["workspace_id", "kind", "name", "id"])
    .execute();
  await db.schema.dropIndex("memberships_object_index").execute();
  await db.schema
    .createIndex("memberships_by_object")
    .on("memberships")
    .columns(["workspace_id", "kind", "object_id", "user_id"])
    .execute();
}

async function fillWords(db: Kysely<any>): Promise<void> {
  const { rows } = await sql<{ workspaceId: string; kind: string; objectId: string; text: string }>`
    select workspace_id as "workspaceId", 'user' as kind, id as "objectId",
      display_name || ' ' || user_name || ' ' || coalesce(external_id, '') as text from users
    union all select workspace_id, kind, id, name || ' ' || id || ' ' || coalesce(external_id, '') from directory_objects
  `.execute(db);
  for (const { text, ...object } of rows) {
    const words =
      text
        .normalize("NFKD")
        .replace(/\p{M}/gu, "")
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [];
    for (const word of new Set(words)) {
      const { workspaceId, kind, objectId } = object;
      await sql`insert into directory_words (workspace_id, kind, object_id, word)
        values (${workspaceId}, ${kind}, ${objectId}, ${word})`.execute(db);
    }
  }
}
