import type { FactorKind } from "#app/engine/types.ts";
import { type RegisterRole, registerRoles } from "#app/register/roles.ts";
import type { Db } from "./connect.ts";
import { mostFound, searchDirectory } from "./directory-words.ts";
import { findUsers, type User } from "./users.ts";

/** A person with everything of theirs that a sign-in is judged by. */
export type DirectoryUser = User & {
  /** Of the directory, by id. */
  groups: string[];
  roles: string[];
  registerRoles: RegisterRole[];
  /** Those that count. */
  factors: {
    kind: FactorKind;
    label: string;
    createdAt: string;
    lastUsedAt: string | null;
    remaining: number | null;
    /** The make of the authenticator; null for what is none. */
    aaguid: string | null;
  }[];
};

type Asked = {
  search: string;
  /** Only those who may, or may not, sign in while the identity provider is down. */
  ssoRequired: boolean | null;
  /** The user name that ended the page before. */
  after: string | null;
  limit: number;
};

/** Returns a page of people by user name; a search that finds very many shows a part of them. */
export async function listDirectoryUsers(
  db: Db,
  workspaceId: string,
  asked: Asked,
): Promise<{ users: DirectoryUser[]; next: string | null; isCut: boolean }> {
  const { search, limit } = asked;
  const found = search.trim() === "" ? null : await searchDirectory(db, { workspaceId, kind: "user" }, search);
  const rows = found ? await foundPage(db, workspaceId, found.ids, asked) : await namedPage(db, workspaceId, asked);
  const page = rows.slice(0, limit);
  const ids = page.map(({ id }) => id);
  return {
    users: await directoryUsers(db, workspaceId, ids),
    next: rows.length > limit ? (page.at(-1)?.userName ?? null) : null,
    isCut: found?.isCut ?? false,
  };
}

function namedPage(db: Db, workspaceId: string, { ssoRequired, after, limit }: Asked) {
  return db
    .selectFrom("users")
    .select(["id", "userName"])
    .where("workspaceId", "=", workspaceId)
    .$if(ssoRequired !== null, (query) => query.where("ssoRequired", "=", ssoRequired ? 1 : 0))
    .$if(after !== null, (query) => query.where("userName", ">", after ?? ""))
    .orderBy("userName")
    .limit(limit + 1)
    .execute();
}

/** Puts those who were found in order itself: a database would rather walk through everybody in that order. */
async function foundPage(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
  { ssoRequired, after, limit }: Omit<Asked, "search">,
) {
  const users = await findUsers(db, workspaceId, ids);
  return [...users.values()]
    .filter((user) => (ssoRequired === null || user.ssoRequired === ssoRequired) && user.userName > (after ?? ""))
    .sort((one, other) => (one.userName < other.userName ? -1 : 1))
    .slice(0, limit + 1);
}

/** Returns people with what is theirs, in the order of the ids; an id that the workspace does not have is left out. */
export async function directoryUsers(db: Db, workspaceId: string, ids: readonly string[]): Promise<DirectoryUser[]> {
  if (ids.length === 0) return [];
  const users = await findUsers(db, workspaceId, ids);
  const [memberships, grants, factors] = await Promise.all([
    db
      .selectFrom("memberships")
      .select(["userId", "kind", "objectId"])
      .where("workspaceId", "=", workspaceId)
      .where("userId", "in", [...ids])
      .orderBy("objectId")
      .execute(),
    db
      .selectFrom("roleGrants")
      .select(["userId", "role"])
      .where("workspaceId", "=", workspaceId)
      .where("userId", "in", [...ids])
      .execute(),
    db
      .selectFrom("factors")
      .select(["userId", "kind", "label", "createdAt", "lastUsedAt", "remaining", "aaguid"])
      .where("workspaceId", "=", workspaceId)
      .where("userId", "in", [...ids])
      .where("revokedAt", "is", null)
      .orderBy("createdAt")
      .orderBy("id")
      .execute(),
  ]);
  const theirs = ids.map((id) => users.get(id)).filter((user) => user !== undefined);
  const complete = new Map<string, DirectoryUser>(
    theirs.map((user) => [user.id, { ...user, groups: [], roles: [], registerRoles: [], factors: [] }]),
  );
  for (const { userId, kind, objectId } of memberships)
    complete.get(userId)?.[kind === "group" ? "groups" : "roles"].push(objectId);
  for (const { userId, kind, ...factor } of factors)
    complete.get(userId)?.factors.push({ ...factor, kind: kind as FactorKind }); // cast: written from the union
  for (const role of registerRoles)
    for (const grant of grants) if (grant.role === role) complete.get(grant.userId)?.registerRoles.push(role);
  return [...complete.values()];
}

type Membership = { kind: "group" | "role"; objectId: string };

/**
 * Returns a page of the people in a group or role: by user name where there are up to a thousand, otherwise by id, since
 * putting a million into order takes too long.
 */
export async function listMembers(
  db: Db,
  workspaceId: string,
  { kind, objectId }: Membership,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ members: User[]; next: string | null }> {
  const place = after?.slice(after.indexOf(":") + 1) ?? "";
  const idsAfter = async (id: string, most: number) => {
    const rows = await db
      .selectFrom("memberships")
      .select("userId")
      .where("workspaceId", "=", workspaceId)
      .where("kind", "=", kind)
      .where("objectId", "=", objectId)
      .where("userId", ">", id)
      .orderBy("userId")
      .limit(most)
      .execute();
    return rows.map(({ userId }) => userId);
  };
  const all = after?.startsWith("id:") ? null : await idsAfter("", mostFound + 1);
  if (all && all.length <= mostFound) {
    const members = await foundPage(db, workspaceId, all, { ssoRequired: null, after: place, limit });
    const last = members.length > limit ? members[limit - 1] : undefined;
    return { members: members.slice(0, limit), next: last ? `name:${last.userName}` : null };
  }
  const ids = await idsAfter(place, limit + 1);
  const users = await findUsers(db, workspaceId, ids);
  const members = ids.slice(0, limit).flatMap((id) => users.get(id) ?? []);
  return { members, next: ids.length > limit ? `id:${ids[limit - 1]}` : null };
}
