import type { DirectoryKind } from "#app/directory/directory-kind.ts";
import type { Db } from "./connect.ts";
import { setDirectoryWords } from "./directory-words.ts";

/** A group, role, application or service principal, under the id that the identity provider knows it by. */
export type DirectoryObject = { kind: DirectoryKind; id: string; name: string };

export async function listDirectoryObjects(
  db: Db,
  workspaceId: string,
  kind: DirectoryKind,
): Promise<DirectoryObject[]> {
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

/** Returns every object of the directory, for reading files that name them. */
export async function listAllObjects(db: Db, workspaceId: string): Promise<DirectoryObject[]> {
  const rows = await db
    .selectFrom("directoryObjects")
    .select(["kind", "id", "name"])
    .where("workspaceId", "=", workspaceId)
    .where("disabledAt", "is", null)
    .execute();
  return rows.map(({ kind, ...row }) => ({ kind: kind as DirectoryKind, ...row })); // written from the same union
}

/** Returns the names of directory objects by "kind:id", for showing a scope. */
export async function namesOf(db: Db, workspaceId: string, ids: readonly string[]): Promise<Map<string, string>> {
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
export async function addDirectoryObject(
  tx: Db,
  workspaceId: string,
  { kind, id, name, externalId = null }: DirectoryObject & { externalId?: string | null },
  now: string,
): Promise<boolean> {
  const added = await tx
    .insertInto("directoryObjects")
    .values({ workspaceId, kind, id, name, externalId, createdAt: now, disabledAt: null })
    .onConflict((conflict) => conflict.columns(["workspaceId", "kind", "id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (added) await setDirectoryWords(tx, { workspaceId, kind, objectId: id, names: [name, id, externalId] });
  return added !== undefined;
}

/** Adds a person to a group or role unless they are in it already; says whether they were added. */
export async function addMembership(
  tx: Db,
  workspaceId: string,
  { userId, kind, objectId }: { userId: string; kind: "group" | "role"; objectId: string },
  now: string,
): Promise<boolean> {
  const added = await tx
    .insertInto("memberships")
    .values({ workspaceId, userId, kind, objectId, addedAt: now })
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId", "kind", "objectId"]).doNothing())
    .returning("userId")
    .executeTakeFirst();
  return added !== undefined;
}

/** Takes a person out of a group or role; says whether they were in it. */
export async function removeMembership(
  tx: Db,
  workspaceId: string,
  { userId, kind, objectId }: { userId: string; kind: "group" | "role"; objectId: string },
): Promise<boolean> {
  const removed = await tx
    .deleteFrom("memberships")
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("kind", "=", kind)
    .where("objectId", "=", objectId)
    .returning("userId")
    .executeTakeFirst();
  return removed !== undefined;
}

export type Memberships = { groups: string[]; roles: string[] };

/** Returns the groups and directory roles that each of these people is in, by id. */
export async function membershipsAmong(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, Memberships>> {
  const found = new Map<string, Memberships>(userIds.map((id) => [id, { groups: [], roles: [] }]));
  if (userIds.length === 0) return found;
  const rows = await db
    .selectFrom("memberships")
    .select(["userId", "kind", "objectId"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", userIds)
    .execute();
  for (const { userId, kind, objectId } of rows)
    found.get(userId)?.[kind === "group" ? "groups" : "roles"].push(objectId);
  return found;
}
