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
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", (eb) =>
      eb
        .selectFrom("exceptionTargets")
        .select("exceptionTargets.exceptionId")
        .where("exceptionTargets.workspaceId", "=", workspaceId)
        .where("exceptionTargets.target", "in", [...targets]),
    )
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(exceptionOf);
}
