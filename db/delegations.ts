import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** An approver's place, given to somebody else for a time. */
export type Delegation = {
  id: string;
  fromUserId: string;
  toUserId: string;
  startsAt: Instant;
  endsAt: Instant;
  reason: string;
  createdAt: Instant;
  createdBy: string;
  revokedAt: Instant | null;
};

/** Returns the ids of those whose places a person takes at this instant. */
export async function absentFor(db: Db, workspaceId: string, userId: string, now: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom("delegations")
    .select("fromUserId")
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("toUserId", "=", userId)
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .where("revokedAt", "is", null)
    .orderBy("fromUserId")
    .execute();
  return rows.map(({ fromUserId }) => fromUserId);
}
