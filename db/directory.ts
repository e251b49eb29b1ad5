import type { Db } from "./connect.ts";

export const directoryKinds = ["group", "role", "application", "service_principal"] as const;
export type DirectoryKind = (typeof directoryKinds)[number];

/** A group, role, application or service principal, under the id that the identity provider knows it by. */
export type DirectoryObject = { kind: DirectoryKind; id: string; name: string };

export async function listDirectoryObjects(db: Db, workspaceId: string, kind: DirectoryKind): Promise<DirectoryObject[]> {
  const rows = await db
    .selectFrom("directoryObjects")
    .select(["id", "name"])
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("disabledAt", "is", null)
    .orderBy("name")
    .limit(500)
    .execute();
  return rows.map((row) => ({ kind, ...row }));
}

/** Returns the names of directory objects by "kind:id", for showing a scope. */
export async function namesOf(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("directoryObjects")
    .select(["kind", "id", "name"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ kind, id, name }) => [`${kind}:${id}`, name]));
}

/** Adds an object unless the workspace has it already; says whether it was added. */
export async function addDirectoryObject(tx: Db, workspaceId: string, object: DirectoryObject, now: string): Promise<boolean> {
  const added = await tx
    .insertInto("directoryObjects")
    .values({ workspaceId, ...object, externalId: null, createdAt: now, disabledAt: null })
    .onConflict((conflict) => conflict.columns(["workspaceId", "kind", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

/** Adds a person to a group or role unless they are in it already; says whether they were added. */
export async function addMembership(
  tx: Db,
  workspaceId: string,
  membership: { userId: string; kind: "group" | "role"; objectId: string },
): Promise<boolean> {
  const added = await tx
    .insertInto("memberships")
    .values({ workspaceId, ...membership })
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId", "kind", "objectId"]).doNothing())
    .returning("userId")
    .executeTakeFirst();
  return added !== undefined;
}

/** Returns which of these people are in one of the groups or directory roles. */
export async function membersAmong(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
  { groups, roles }: { groups: readonly string[]; roles: readonly string[] },
): Promise<string[]> {
  if (userIds.length === 0 || groups.length + roles.length === 0) return [];
  const rows = await db
    .selectFrom("memberships")
    .select("userId")
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", [...userIds])
    .where((eb) =>
      eb.or([
        ...(groups.length > 0 ? [eb.and([eb("kind", "=", "group"), eb("objectId", "in", [...groups])])] : []),
        ...(roles.length > 0 ? [eb.and([eb("kind", "=", "role"), eb("objectId", "in", [...roles])])] : []),
      ]),
    )
    .execute();
  return rows.map(({ userId }) => userId);
}
