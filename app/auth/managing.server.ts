import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, type RegisterRole } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { rolesOf } from "#db/users.ts";

/** Who manages people: an admin or owner; null is the operator of the server, at the console. */
export type Managing = { workspaceId: string; by: { userId: string } | null; actor: AuditActor; now: Instant };

/** The manager's roles are read inside the change, so that one who was demoted a moment ago is refused. */
export async function refuseManager(
  tx: Db,
  { workspaceId, by }: Managing,
  touched: readonly RegisterRole[],
): Promise<void> {
  if (by === null) return;
  const own = await rolesOf(tx, workspaceId, by.userId);
  if (!isAdmin(own)) throw new Refused(403, "not_admin", "People and roles are managed by admins.");
  if (touched.includes("owner") && !own.includes("owner"))
    throw new Refused(403, "owners_only", "Only an owner can make, change or bar an owner.");
}
