import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

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

export type Use = { decisionId: string; at: Instant; subjectId: string; applicationId: string; outcome: string };

/** Returns the last sign-ins that rested on a record, newest first, and how many there were, counted up to 1,000. */
export async function usesOf(
  db: Db,
  workspaceId: string,
  exceptionId: string,
): Promise<{ uses: Use[]; count: number }> {
  const rested = db
    .selectFrom("signIns")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId);
  const rows = await rested
    .select(["stream", "batch", "position", "at", "subjectId", "applicationId", "outcome"])
    .orderBy("at", "desc")
    .limit(20)
    .execute();
  const { count } = await db
    .selectFrom(rested.select("at").limit(1000).as("counted"))
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  const uses = rows.map(({ stream, batch, position, ...use }) => ({
    decisionId: `${stream}.${batch}.${position}`,
    ...use,
  }));
  return { uses, count };
}
