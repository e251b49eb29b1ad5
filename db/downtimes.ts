import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** A time in which no job of a workspace ran. */
export type Downtime = { beganAt: Instant; endedAt: Instant };

export async function insertDowntime(tx: Db, workspaceId: string, { beganAt, endedAt }: Downtime): Promise<void> {
  await tx
    .insertInto("downtimes")
    .values({ workspaceId, beganAt, endedAt, toldAt: null })
    .onConflict((conflict) => conflict.columns(["workspaceId", "beganAt"]).doNothing())
    .execute();
}

/** Returns downtimes that ended at or before an instant and that nobody has been told of, the first on top. */
export async function listUntoldDowntimes(db: Db, workspaceId: string, endedBy: Instant): Promise<Downtime[]> {
  return db
    .selectFrom("downtimes")
    .select(["beganAt", "endedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("toldAt", "is", null)
    .where("endedAt", "<=", endedBy)
    .orderBy("beganAt")
    .execute();
}

/** Marks that people are told of a downtime; false when they were before. */
export async function markDowntimeTold(tx: Db, workspaceId: string, beganAt: Instant, now: Instant): Promise<boolean> {
  const marked = await tx
    .updateTable("downtimes")
    .set({ toldAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("beganAt", "=", beganAt)
    .where("toldAt", "is", null)
    .returning("beganAt")
    .executeTakeFirst();
  return marked !== undefined;
}
