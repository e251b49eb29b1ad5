import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { absentFor } from "#db/delegations.ts";
import { findUsers, rolesOf } from "#db/users.ts";
import type { Absent } from "./guards.ts";
import { approverGroupsOf, mayChange } from "./roles.ts";

/**
 * Returns the approvers whose places somebody takes at this instant. A place is worth what its holder could do with it
 * today: somebody who is barred, became an auditor or left the group has nothing to give, nor has a delegate.
 */
export async function absentsOf(
  db: Db,
  workspaceId: string,
  userId: string,
  now: Instant,
): Promise<Pick<Absent, "userId" | "groups">[]> {
  const ids = await absentFor(db, workspaceId, userId, now);
  const absents: Pick<Absent, "userId" | "groups">[] = [];
  for (const [id, { disabledAt }] of await findUsers(db, workspaceId, ids)) {
    if (disabledAt !== null) continue;
    const roles = await rolesOf(db, workspaceId, id);
    const groups = mayChange(roles) ? approverGroupsOf(roles) : [];
    if (groups.length > 0) absents.push({ userId: id, groups });
  }
  return absents.sort((one, other) => (one.userId < other.userId ? -1 : 1));
}
