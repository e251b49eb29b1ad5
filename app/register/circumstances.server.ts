import type { Instant, Scope } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type Memberships, membershipsOf } from "#db/directory.ts";
import { approvalsOf } from "#db/exceptions.ts";
import type { Exception } from "./exception.ts";
import type { Actor, Circumstances } from "./lifecycle.ts";

/** Reads what the rules look at beside the records, for one actor; the answer is by the records' ids. */
export async function circumstancesOf(
  db: Db,
  workspaceId: string,
  records: readonly Exception[],
  { actor, now }: { actor: Actor; now: Instant },
): Promise<Map<string, Circumstances>> {
  const memberships = await membershipsOf(db, workspaceId, actor.userId);
  const approvals = await approvalsOf(
    db,
    workspaceId,
    records.map(({ id }) => id),
  );
  return new Map(
    records.map(({ id, scope }) => [
      id,
      {
        approvals: approvals.filter(({ exceptionId }) => exceptionId === id),
        isBeneficiary: isAbout(scope, actor.userId, memberships),
        now,
      },
    ]),
  );
}

function isAbout(scope: Scope, userId: string, { groups, roles }: Memberships): boolean {
  return (
    scope.users.includes(userId) ||
    scope.groups.some((group) => groups.includes(group)) ||
    scope.roles.some((role) => roles.includes(role))
  );
}
