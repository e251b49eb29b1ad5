import type { Db } from "./connect.ts";

type Watch = { exceptionId: string; userId: string };

/** Returns the ids of those who asked to be told about a record, the longest first. */
export async function watchersOf(db: Db, workspaceId: string, exceptionId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("exceptionWatchers")
    .select("userId")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .orderBy("since")
    .orderBy("userId")
    .execute();
  return rows.map(({ userId }) => userId);
}

/** Begins to watch; false when this person does already. */
export async function beginWatch(
  tx: Db,
  workspaceId: string,
  { since, ...watch }: Watch & { since: string },
): Promise<boolean> {
  const begun = await tx
    .insertInto("exceptionWatchers")
    .values({ workspaceId, ...watch, since })
    .onConflict((conflict) => conflict.columns(["workspaceId", "exceptionId", "userId"]).doNothing())
    .returning("userId")
    .executeTakeFirst();
  return begun !== undefined;
}

/** Ends a watch; false when there was none. */
export async function endWatch(tx: Db, workspaceId: string, { exceptionId, userId }: Watch): Promise<boolean> {
  const ended = await tx
    .deleteFrom("exceptionWatchers")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .where("userId", "=", userId)
    .returning("userId")
    .executeTakeFirst();
  return ended !== undefined;
}
