import type { Instant, Reason, Scope } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { registerAsOf } from "./register-as-of.ts";

const mostIds = 500;

function* inPieces(ids: readonly string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += mostIds) yield ids.slice(start, start + mostIds);
}

/** Returns which applications records name, as they are or as they stood at an instant. */
export async function applicationsOf(
  db: Db,
  workspaceId: string,
  { ids, at }: { ids: readonly string[]; at: Instant | null },
): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const some of inPieces(ids)) {
    if (at !== null) {
      const past = await registerAsOf(db, workspaceId, { at, after: "", limit: mostIds, ids: some });
      for (const { id, record } of past) found.set(id, record?.scope.applications ?? []);
      continue;
    }
    const rows = await db
      .selectFrom("exceptions")
      .select(["id", "scope"])
      .where("workspaceId", "=", workspaceId)
      .where("id", "in", some)
      .execute();
    for (const { id, scope } of rows) found.set(id, (JSON.parse(scope) as Scope).applications); // cast: written from a checked scope
  }
  return found;
}

/** Returns of which category, rating and owner records are. */
export async function measuredPlaces(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, { category: string; rating: string | null; ownerId: string | null; title: string }>> {
  const found = new Map<string, { category: string; rating: string | null; ownerId: string | null; title: string }>();
  for (const some of inPieces(ids)) {
    const rows = await db
      .selectFrom("exceptions")
      .select(["id", "category", "rating", "ownerId", "title"])
      .where("workspaceId", "=", workspaceId)
      .where("id", "in", some)
      .execute();
    for (const { id, ...places } of rows) found.set(id, places);
  }
  return found;
}

/** Returns in which department each of these people is. */
export async function departmentsOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const some of inPieces(ids)) {
    const rows = await db
      .selectFrom("users")
      .select(["id", "department"])
      .where("workspaceId", "=", workspaceId)
      .where("id", "in", some)
      .execute();
    for (const { id, department } of rows) found.set(id, department);
  }
  return found;
}

/** Returns how many sign-ins from one instant to another were answered for each of these reasons, by application. */
export async function countByApplication(
  db: Db,
  workspaceId: string,
  { from, to, reasons }: { from: Instant; to: Instant; reasons: readonly Reason[] },
): Promise<{ applicationId: string; reason: Reason; count: number }[]> {
  const rows = await db
    .selectFrom("signIns")
    .select((eb) => ["applicationId", "reason", eb.fn.countAll<number>().as("count")])
    .where("workspaceId", "=", workspaceId)
    .where("reason", "in", [...reasons])
    .where("at", ">=", from)
    .where("at", "<", to)
    .groupBy(["applicationId", "reason"])
    .execute();
  return rows.map((row) => ({ ...row, reason: row.reason as Reason, count: Number(row.count) })); // cast: written from the union
}
