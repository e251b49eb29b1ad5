import type { Instant } from "#app/engine/types.ts";
import { anySignIn, type SignInRow } from "#app/signins/sign-in-query.ts";
import type { Db } from "./connect.ts";
import { listSignIns } from "./sign-ins.ts";

/** Returns when a sign-in last rested on each of these records, as far as decisions have been gathered; one that was never used is left out. */
export async function lastUses(
  db: Db,
  workspaceId: string,
  exceptionIds: readonly string[],
): Promise<Map<string, Instant>> {
  if (exceptionIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("signIns")
    .select((eb) => ["exceptionId", eb.fn.max("at").as("at")])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "in", [...exceptionIds])
    .groupBy("exceptionId")
    .execute();
  return new Map(rows.flatMap(({ exceptionId, at }) => (exceptionId ? [[exceptionId, at]] : [])));
}

/** Returns the last sign-ins that rested on a record, newest first, and how many there were, counted up to 1,000. */
export async function usesOf(
  db: Db,
  workspaceId: string,
  exceptionId: string,
): Promise<{ uses: SignInRow[]; count: number }> {
  const query = { ...anySignIn, exceptionId, limit: 20 };
  const { signIns } = await listSignIns(db, workspaceId, query);
  const rested = db
    .selectFrom("signIns")
    .select("at")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .limit(1000);
  const { count } = await db
    .selectFrom(rested.as("counted"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return { uses: signIns, count };
}
