import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { findFinding, resolveFinding as markResolved } from "#db/findings.ts";
import { rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";

type Resolving = {
  caller: Pick<Caller, "workspace" | "user" | "auditActor">;
  id: string;
  resolution: string;
  now: Instant;
};

/**
 * Says what was done about a finding, once.
 * @throws Refused 403 not an admin, 404 no such finding, 409 resolved already.
 */
export async function resolveFinding(db: Db, { caller, id, resolution, now }: Resolving): Promise<void> {
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, { audit }) => {
    if (!isAdmin(await rolesOf(tx, workspaceId, caller.user.id)))
      throw new Refused(403, "not_admin", "Findings are resolved by admins.");
    const finding = await findFinding(tx, workspaceId, id);
    if (!finding) throw new Refused(404, "not_found", "There is no such finding.");
    if (!(await markResolved(tx, workspaceId, { id, resolution, resolvedBy: caller.user.id, resolvedAt: now })))
      throw new Refused(409, "resolved_already", "Somebody has resolved it already.");
    audit("finding.resolved", { kind: "finding", id }, { title: finding.title, resolution }, finding.userId);
  });
}
