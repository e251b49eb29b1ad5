import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** Returns the ids of the people in any of these groups and roles, those of the register included; at most so many. */
export async function memberIds(
  db: Db,
  workspaceId: string,
  { groups, roles, limit }: { groups: readonly string[]; roles: readonly string[]; limit: number },
): Promise<string[]> {
  const members = (kind: "group" | "role", ids: readonly string[]) =>
    db
      .selectFrom("memberships")
      .select("userId")
      .where("workspaceId", "=", workspaceId)
      .where("kind", "=", kind)
      .where("objectId", "in", ids.length > 0 ? ids : [""]);
  const granted = db
    .selectFrom("roleGrants")
    .select("userId")
    .where("workspaceId", "=", workspaceId)
    .where("role", "in", roles.length > 0 ? roles : [""]);
  const rows = await members("group", groups)
    .union(members("role", roles))
    .union(granted)
    .orderBy("userId")
    .limit(limit)
    .execute();
  return rows.map(({ userId }) => userId);
}

/** Returns since when a person is in each group and has each role, of the directory and of the register, as "group:finance". */
export async function memberSince(db: Db, workspaceId: string, userId: string): Promise<Map<string, Instant>> {
  const rows = await db
    .selectFrom("memberships")
    .select(["kind", "objectId as id", "addedAt as since"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .unionAll(
      db
        .selectFrom("roleGrants")
        .select((eb) => [eb.val("role").as("kind"), "role as id", "grantedAt as since"])
        .where("workspaceId", "=", workspaceId)
        .where("userId", "=", userId),
    )
    .execute();
  const since = new Map<string, Instant>();
  for (const row of rows) {
    const target = `${row.kind}:${row.id}`;
    const known = since.get(target);
    if (known === undefined || row.since < known) since.set(target, row.since);
  }
  return since;
}

/**
 * Counts those who came into these groups and roles after an instant, without those who were in another of them by then or
 * are among `others`.
 */
export async function countNewcomers(
  db: Db,
  workspaceId: string,
  {
    groups,
    roles,
    since,
    others,
  }: { groups: readonly string[]; roles: readonly string[]; since: Instant; others: readonly string[] },
): Promise<number> {
  if (groups.length + roles.length === 0) return 0;
  const members = (kind: "group" | "role", ids: readonly string[]) =>
    db
      .selectFrom("memberships")
      .select(["userId", "addedAt as since"])
      .where("workspaceId", "=", workspaceId)
      .where("kind", "=", kind)
      .where("objectId", "in", ids.length > 0 ? ids : [""]);
  const granted = db
    .selectFrom("roleGrants")
    .select(["userId", "grantedAt as since"])
    .where("workspaceId", "=", workspaceId)
    .where("role", "in", roles.length > 0 ? roles : [""]);
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom(members("group", groups).unionAll(members("role", roles)).unionAll(granted).as("joined"))
        .select("joined.userId")
        .where("joined.userId", "not in", others.length > 0 ? others : [""])
        .groupBy("joined.userId")
        .having((joined) => joined.fn.min("joined.since"), ">", since)
        .as("newcomers"),
    )
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Returns the roles, of the directory and of the register, that each of these people has. */
export async function rolesOfPeople(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, string[]>> {
  const roles = new Map<string, string[]>();
  for (let start = 0; start < userIds.length; start += mostIds) {
    const asked = userIds.slice(start, start + mostIds);
    const rows = await db
      .selectFrom("memberships")
      .select(["userId", "objectId as role"])
      .where("workspaceId", "=", workspaceId)
      .where("kind", "=", "role")
      .where("userId", "in", asked)
      .unionAll(
        db
          .selectFrom("roleGrants")
          .select(["userId", "role"])
          .where("workspaceId", "=", workspaceId)
          .where("userId", "in", asked),
      )
      .execute();
    for (const { userId, role } of rows) roles.set(userId, [...(roles.get(userId) ?? []), role]);
  }
  return roles;
}

const mostIds = 500;
