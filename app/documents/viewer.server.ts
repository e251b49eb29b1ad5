import type { Caller } from "#app/auth/caller.server.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";

/**
 * Returns a person as whoever reads a document, without a session: what they may do that needs a factor, they may not.
 * @throws Refused 404 where the workspace has no such person.
 */
export async function viewerOf(db: Db, workspaceId: string, userId: string): Promise<Caller> {
  const workspace = await findWorkspace(db, workspaceId);
  const user = await findUser(db, workspaceId, userId);
  if (!workspace || !user) throw new Refused(404, "unknown_user", "There is no such person.");
  const roles = await rolesOf(db, workspaceId, userId);
  return {
    workspace,
    user,
    roles,
    actor: { userId, roles, aal: 1, factorUsedAt: null },
    auditActor: { kind: "user", id: userId },
    session: null,
    token: null,
  };
}
