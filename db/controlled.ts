import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

const inForce: readonly ExceptionState[] = ["active", "suspended"];

/** Returns the exceptions in force that name a control, from one id on. */
export async function listControlled(
  db: Db,
  workspaceId: string,
  { now, after, limit }: { now: Instant; after: string; limit: number },
): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .where("state", "in", inForce)
    .where("controlCount", ">", 0)
    .where("endsAt", ">", now)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(exceptionOf);
}
