import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { membersAmong } from "#db/directory.ts";
import { findApprovals } from "#db/exceptions.ts";
import type { Exception } from "./exception.ts";
import type { Actor, Circumstances } from "./lifecycle.ts";

/** Reads what the rules look at beside the record; the beneficiaries are narrowed to the actor and the named users. */
export async function circumstancesOf(db: Db, record: Exception, actor: Actor, now: Instant): Promise<Circumstances> {
  const { workspaceId, scope } = record;
  const viaGroups = await membersAmong(db, workspaceId, [actor.userId], scope);
  return {
    approvals: await findApprovals(db, workspaceId, record.id),
    beneficiaries: [...scope.users, ...viaGroups],
    now,
  };
}
