import type { Caller } from "#app/auth/caller.server.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Reading } from "./source.server.ts";

/**
 * Returns the person with whose eyes an export or a document is read, as they are now; null for the console.
 * @throws when they may not sign in any more.
 */
export async function viewerOf({
  db,
  workspaceId,
  viewerId,
}: Pick<Reading, "db" | "workspaceId" | "viewerId">): Promise<Caller | null> {
  if (viewerId === null) return null;
  const workspace = await findWorkspace(db, workspaceId);
  const user = await findUser(db, workspaceId, viewerId);
  if (!workspace || !user || user.disabledAt !== null)
    throw new Error("Whoever asked for this export may not sign in any more.");
  const roles = await rolesOf(db, workspaceId, viewerId);
  return {
    ...{ workspace, user, roles, session: null, token: null },
    // Nothing is decided with these eyes.
    actor: { userId: viewerId, roles, aal: 0, factorUsedAt: null },
    auditActor: { kind: "user", id: viewerId },
  };
}
