import type { Db } from "./connect.ts";

/** Returns how many active people are in each of these groups and roles, by "kind:id"; those of the register included. */
export async function countMembers(
  db: Db,
  workspaceId: string,
  { groups, roles }: { groups: readonly string[]; roles: readonly string[] },
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const add = (key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + Number(count));
  for (const [kind, ids] of [
    ["group", groups],
    ["role", roles],
  ] as const) {
    if (ids.length === 0) continue;
    const rows = await db
      .selectFrom("memberships")
      .innerJoin("users", (join) =>
        join.onRef("users.workspaceId", "=", "memberships.workspaceId").onRef("users.id", "=", "memberships.userId"),
      )
      .select(({ fn }) => ["memberships.objectId", fn.countAll<number>().as("count")])
      .where("memberships.workspaceId", "=", workspaceId)
      .where("memberships.kind", "=", kind)
      .where("memberships.objectId", "in", [...ids])
      .where("users.disabledAt", "is", null)
      .groupBy("memberships.objectId")
      .execute();
    for (const { objectId, count } of rows) add(`${kind}:${objectId}`, count);
  }
  if (roles.length === 0) return counts;
  const granted = await db
    .selectFrom("roleGrants")
    .innerJoin("users", (join) =>
      join.onRef("users.workspaceId", "=", "roleGrants.workspaceId").onRef("users.id", "=", "roleGrants.userId"),
    )
    .select(({ fn }) => ["roleGrants.role", fn.countAll<number>().as("count")])
    .where("roleGrants.workspaceId", "=", workspaceId)
    .where("roleGrants.role", "in", [...roles])
    .where("users.disabledAt", "is", null)
    .groupBy("roleGrants.role")
    .execute();
  for (const { role, count } of granted) add(`role:${role}`, count);
  return counts;
}

/** Returns how many active people the workspace has. */
export async function countPeople(db: Db, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom("users")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("disabledAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Returns those of some people who are in any of these groups and directory roles. */
export async function membersAmong(
  db: Db,
  workspaceId: string,
  { groups, roles }: { groups: readonly string[]; roles: readonly string[] },
  userIds: readonly string[],
): Promise<Set<string>> {
  if (userIds.length === 0 || groups.length + roles.length === 0) return new Set();
  const rows = await db
    .selectFrom("memberships")
    .select("userId")
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", [...userIds])
    .where((eb) =>
      eb.or([
        ...(groups.length > 0 ? [eb.and([eb("kind", "=", "group"), eb("objectId", "in", [...groups])])] : []),
        ...(roles.length > 0 ? [eb.and([eb("kind", "=", "role"), eb("objectId", "in", [...roles])])] : []),
      ]),
    )
    .execute();
  return new Set(rows.map(({ userId }) => userId));
}
