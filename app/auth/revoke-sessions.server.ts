import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { forgetAllKnownDevices } from "#db/known-devices.ts";
import { endEverySession, endSession, endSessionsOf, listLiveSessions } from "#db/sessions.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { type Managing, refuseManager } from "./managing.server.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { stepUpRequired } from "./refusals.ts";
import { shownId } from "./shown-id.ts";

/** One of one's own sessions by the id under which it is shown, all but the one that asks, or all of them. */
export type WhichSessions = { id: string } | "others" | "all";

/**
 * Ends sessions of one's own; returns how many there were.
 * @throws Refused 404 no such session of theirs that has not ended.
 */
export async function revokeOwnSessions(
  db: Db,
  { caller, which, now }: { caller: Caller; which: WhichSessions; now: Instant },
): Promise<number> {
  const { workspace, user, auditActor, session } = caller;
  const account = { workspaceId: workspace.id, userId: user.id, now };
  const except = which === "others" ? (session?.idHash ?? "") : "";
  return write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    const sessions =
      typeof which === "object" ? await endOne(tx, account, which.id) : await endAll(tx, account, except);
    audit("session.revoked", { kind: "user", id: user.id }, { reason: "revoked_by_owner", sessions });
    return sessions;
  });
}

/**
 * Ends one session of somebody else, or all of theirs; returns how many there were.
 * @throws Refused 403 not an admin, or not an owner where it is an owner's; 404 no such person or session.
 */
export async function revokeSessionsOf(
  db: Db,
  { userId, id, ...managing }: Managing & { userId: string; id: string | null },
): Promise<number> {
  const { workspaceId, actor, now } = managing;
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    if (!(await findUser(tx, workspaceId, userId))) throw new Refused(404, "unknown_user", "There is no such person.");
    await refuseManager(tx, managing, await rolesOf(tx, workspaceId, userId));
    const account = { workspaceId, userId, now };
    const sessions = id === null ? await endAll(tx, account, "") : await endOne(tx, account, id);
    audit("session.revoked", { kind: "user", id: userId }, { reason: "revoked_by_admin", sessions });
    return sessions;
  });
}

/**
 * Ends everybody's sessions but the one that asks, and forgets every browser that is known: whoever goes on proves
 * anew who they are.
 * @throws Refused 403 not an owner, or no fresh factor.
 */
export async function revokeEverySession(
  db: Db,
  { caller, reason, now }: { caller: Caller; reason: string; now: Instant },
): Promise<{ sessions: number; people: number }> {
  const { workspace, user, actor, auditActor, session } = caller;
  if (!hasFreshFactor(actor, now)) throw stepUpRequired();
  return write(db, { workspaceId: workspace.id, actor: auditActor, now }, async (tx, { audit }) => {
    // Read inside the change, so that one who was demoted a moment ago is refused.
    if (!(await rolesOf(tx, workspace.id, user.id)).includes("owner"))
      throw new Refused(403, "owners_only", "Only an owner can end the sessions of everybody.");
    const ended = await endEverySession(tx, workspace.id, { except: session?.idHash ?? "", now });
    await forgetAllKnownDevices(tx, workspace.id);
    audit("session.all_revoked", { kind: "workspace", id: workspace.id }, { reason, ...ended });
    return ended;
  });
}

type Account = { workspaceId: string; userId: string; now: Instant };

async function endAll(tx: Db, account: Account, except: string): Promise<number> {
  return endSessionsOf(tx, { ...account, except });
}

async function endOne(tx: Db, { workspaceId, userId, now }: Account, id: string): Promise<number> {
  const sessions = await listLiveSessions(tx, workspaceId, userId, now);
  const session = sessions.find(({ idHash }) => shownId("ses", idHash) === id);
  if (!session || !(await endSession(tx, session.idHash, now)))
    throw new Refused(404, "not_found", "There is no such session, or it has ended.");
  return 1;
}
