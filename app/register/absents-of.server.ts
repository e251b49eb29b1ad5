import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { absentFor } from "#db/delegations.ts";
import { findUsers, rolesAmong } from "#db/users.ts";
import type { Absent } from "./guards.ts";
import { approverGroupsOf, mayChange } from "./roles.ts";

type Place = Pick<Absent, "userId" | "groups">;

/** Returns the approvers whose places somebody takes at this instant. */
export async function absentsOf(db: Db, workspaceId: string, userId: string, now: Instant): Promise<Place[]> {
  return (await absentsAmong(db, workspaceId, [userId], now)).get(userId) ?? [];
}

/**
 * Returns the approvers whose places each of these people takes at this instant. A place is worth what its holder could do
 * with it today: somebody who is barred, became an auditor or left the group has nothing to give, nor has a delegate.
 */
export async function absentsAmong(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
  now: Instant,
): Promise<Map<string, Place[]>> {
  const standings = await absentFor(db, workspaceId, userIds, now);
  const ids = [...new Set(standings.map(({ absentId }) => absentId))];
  const users = await findUsers(db, workspaceId, ids);
  const roles = await rolesAmong(db, workspaceId, ids);
  const places = new Map<string, Place[]>(userIds.map((id) => [id, []]));
  for (const { userId, absentId } of standings) {
    const held = roles.get(absentId) ?? [];
    const isThere = users.get(absentId)?.disabledAt === null && mayChange(held);
    const groups = isThere ? approverGroupsOf(held) : [];
    if (groups.length > 0) places.get(userId)?.push({ userId: absentId, groups });
  }
  return places;
}
