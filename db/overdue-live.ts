import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { areAmong, type RecordIds } from "./records-within.ts";

/** A record that is in force although its review is open, in a line. */
export type OverdueLive = { id: string; title: string; ownerId: string; nextReviewAt: Instant };

/** Returns the records that are live and whose review is due, the longest overdue first. */
export async function listOverdueLive(
  db: Db,
  workspaceId: string,
  { now, limit, ids = null }: { now: Instant; limit: number; ids?: RecordIds },
): Promise<OverdueLive[]> {
  const rows = await db
    .selectFrom("exceptions")
    .select(["id", "title", "ownerId", "nextReviewAt"])
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "active")
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .where("nextReviewAt", "<=", now)
    .where((eb) => areAmong(db, eb, ids))
    .orderBy("nextReviewAt")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.flatMap(({ nextReviewAt, ownerId, ...row }) =>
    nextReviewAt === null || ownerId === null ? [] : [{ ...row, ownerId, nextReviewAt }],
  );
}
