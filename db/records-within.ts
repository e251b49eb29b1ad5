import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Scope } from "#app/engine/types.ts";
import type { Within } from "#app/reports/within.ts";
import { type Db, entriesOf } from "./connect.ts";
import type { Schema } from "./schema.ts";

/** The records of a part of a workspace by their ids; null for all of it. */
export type RecordIds = readonly string[] | null;

type Eb = ExpressionBuilder<Schema, "exceptions">;

/** Returns which records count in a part of a workspace: of the department of its owner, and in each application that it names. */
export async function recordsWithin(db: Db, workspaceId: string, within: Within): Promise<string[]> {
  const { application } = within;
  const asked = db
    .selectFrom("exceptions")
    .where("exceptions.workspaceId", "=", workspaceId)
    .where((eb) => eb.and(areWithin(eb, workspaceId, within)));
  if (application === undefined) return (await asked.select("exceptions.id").execute()).map(({ id }) => id);
  // The database looks for the name anywhere in the scope; whether it names the application is looked at here.
  const rows = await asked
    .select(["exceptions.id", "exceptions.scope"])
    .where(sql<SqlBool>`scope like ${`%${escapedLike(JSON.stringify(application))}%`} escape '!'`)
    .execute();
  return rows.flatMap(({ id, scope }) => (applicationsIn(scope).includes(application) ? [id] : []));
}

function areWithin(eb: Eb, workspaceId: string, { category, rating, owner, department }: Within) {
  const all: Expression<SqlBool>[] = [];
  if (category !== undefined) all.push(eb("exceptions.category", "=", category));
  if (rating !== undefined) all.push(eb("exceptions.rating", "=", rating));
  if (owner !== undefined) all.push(eb("exceptions.ownerId", "=", owner));
  if (department !== undefined)
    all.push(
      eb(
        "exceptions.ownerId",
        "in",
        eb
          .selectFrom("users")
          .select("users.id")
          .where("users.workspaceId", "=", workspaceId)
          .where("users.department", "=", department),
      ),
    );
  return all;
}

function escapedLike(text: string): string {
  return text.replaceAll(/[!%_]/g, (letter) => `!${letter}`);
}

export function applicationsIn(scope: string): readonly string[] {
  return (JSON.parse(scope) as Scope).applications; // cast: written from a checked scope
}

/** What keeps a query to these records. */
export function areAmong(db: Db, eb: Eb, ids: RecordIds): Expression<SqlBool> {
  if (ids === null) return eb.lit(true);
  return eb("exceptions.id", "in", sql<string>`${entriesOf(db, sql`${JSON.stringify(ids)}`)}`);
}
