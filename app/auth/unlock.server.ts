import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { clearLock } from "#db/sign-in-attempts.ts";
import { rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { refuseManager } from "./managing.server.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { stepUpRequired } from "./refusals.ts";

/**
 * Opens an account again that wrong tries have closed, before its time.
 * @throws Refused 403 not an admin, not an owner where it is an owner's, or no fresh factor; 409 it is not closed.
 */
export async function unlockUser(
  db: Db,
  { caller, userId, now }: { caller: Caller; userId: string; now: string },
): Promise<void> {
  const { workspace, user, actor, auditActor } = caller;
  if (!hasFreshFactor(actor, now)) throw stepUpRequired();
  const managing = { workspaceId: workspace.id, by: { userId: user.id }, actor: auditActor, now };
  await write(db, managing, async (tx, { audit }) => {
    await refuseManager(tx, managing, await rolesOf(tx, workspace.id, userId));
    const lifted = await clearLock(tx, { workspaceId: workspace.id, userId }, now);
    if (!lifted) throw new Refused(409, "not_locked", "This account is not closed.");
    audit("user.unlocked", { kind: "user", id: userId }, lifted);
  });
}
