import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

/** Returns the newest records that are found under any of these keys at sign-in; see targetsOf in app/register/targets.ts. */
export async function exceptionsUnder(
  db: Db,
  workspaceId: string,
  targets: readonly string[],
  limit: number,
): Promise<Exception[]> {
  if (targets.length === 0) return [];
  const named = await db
    .selectFrom("exceptionTargets")
    .select("exceptionId")
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("target", "in", [...targets])
    .orderBy("exceptionId", "desc")
    .limit(limit)
    .execute();
  if (named.length === 0) return [];
  const ids = named.map(({ exceptionId }) => exceptionId);
  // By their keys: asked for in an order, a database would rather walk through the whole register in that order.
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", ids)
    .execute();
  const found = new Map(rows.map((row) => [row.id, exceptionOf(row)]));
  return ids.flatMap((id) => found.get(id) ?? []);
}
