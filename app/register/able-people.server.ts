import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { rolesAmong, type User, usersWithRole } from "#db/users.ts";
import { circumstancesAmong } from "./circumstances.server.ts";
import type { Exception } from "./exception.ts";
import { type Guard, refuseKeeping } from "./guards.ts";
import { refuse } from "./lifecycle.ts";
import type { RegisterRole } from "./roles.ts";

const implementing: Guard = (record, actor, circumstances) => refuse(record, "implement", actor, circumstances);
const keeping: Guard = (record, actor, circumstances) =>
  refuse(record, "review", actor, circumstances) ?? refuseKeeping(record, actor, circumstances);

/** Returns by name who could put a record in place; telling anybody else that it waits is noise. */
export function implementersFor(db: Db, record: Exception, now: Instant): Promise<User[]> {
  return ableAmong(db, record, { roles: ["implementer"], rule: implementing, now });
}

/**
 * Returns by name those of security leadership who could keep a record at its review, but for whoever passes it on; where
 * that is nobody, those of the admins.
 */
export async function reviewersAbove(
  db: Db,
  record: Exception,
  { passedOnBy, now }: { passedOnBy: string; now: Instant },
): Promise<User[]> {
  for (const roles of [["approver_security_leadership"], ["admin", "owner"]] as const) {
    const able = await ableAmong(db, record, { roles, rule: keeping, now });
    const others = able.filter(({ id }) => id !== passedOnBy);
    if (others.length > 0) return others;
  }
  return [];
}

/** Returns the holders of one of the roles whom a rule lets through once they have used their second factor. */
async function ableAmong(
  db: Db,
  record: Exception,
  { roles, rule, now }: { roles: readonly RegisterRole[]; rule: Guard; now: Instant },
): Promise<User[]> {
  const { workspaceId, id } = record;
  const users = await usersWithRole(db, workspaceId, roles);
  const userIds = users.map(({ id: userId }) => userId);
  const rolesOf = await rolesAmong(db, workspaceId, userIds);
  const circumstancesOf = await circumstancesAmong(db, workspaceId, [record], { userIds, now });
  return users.filter(({ id: userId }) => {
    const actor = { userId, roles: rolesOf.get(userId) ?? [], aal: 2, factorUsedAt: now } as const;
    const circumstances = circumstancesOf.get(userId)?.get(id);
    return circumstances && rule(record, actor, circumstances) === null;
  });
}
