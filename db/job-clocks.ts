import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** Returns how far time has come for the jobs of a workspace; null before the first of them ran. */
export async function findJobClock(db: Db, workspaceId: string): Promise<Instant | null> {
  const row = await db
    .selectFrom("jobClocks")
    .select("seenAt")
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirst();
  return row?.seenAt ?? null;
}

/** Begins to keep the time of a workspace's jobs, unless somebody has. */
export async function beginJobClock(db: Db, workspaceId: string, now: Instant): Promise<void> {
  await db
    .insertInto("jobClocks")
    .values({ workspaceId, seenAt: now })
    .onConflict((conflict) => conflict.column("workspaceId").doNothing())
    .execute();
}

/** Moves the time on from what was read; false when another node did so first. */
export async function setJobClock(
  db: Db,
  workspaceId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<boolean> {
  const moved = await db
    .updateTable("jobClocks")
    .set({ seenAt: to })
    .where("workspaceId", "=", workspaceId)
    .where("seenAt", "=", from)
    .returning("seenAt")
    .executeTakeFirst();
  return moved !== undefined;
}
