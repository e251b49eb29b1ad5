import { type RegisterRole, registerRoles } from "#app/register/roles.ts";
import type { Db } from "./connect.ts";
import { setDirectoryWords } from "./directory-words.ts";

export type User = {
  workspaceId: string;
  id: string;
  /** Lower-case e-mail address; unique in the workspace. */
  userName: string;
  displayName: string;
  externalId: string | null;
  department: string | null;
  /** False for an account that may sign in while the identity provider is down. */
  ssoRequired: boolean;
  createdAt: string;
  disabledAt: string | null;
  firstSignInAt: string | null;
  lastSignInAt: string | null;
  lockedUntil: string | null;
  /** Since when they are known by a pseudonym alone; for good. */
  pseudonymisedAt: string | null;
  /** From when on they are nobody to the register; null for those who are not here for a time. */
  accessEndsAt: string | null;
};

export type NewUser = Pick<User, "id" | "userName" | "displayName" | "createdAt"> &
  Partial<Pick<User, "externalId" | "department" | "ssoRequired" | "firstSignInAt">>;

const columns = [
  "workspaceId",
  "id",
  "userName",
  "displayName",
  "externalId",
  "department",
  "ssoRequired",
  "createdAt",
  "disabledAt",
  "firstSignInAt",
  "lastSignInAt",
  "lockedUntil",
  "pseudonymisedAt",
  "accessEndsAt",
] as const;

/** The one form of a user name, so that no alias has counters or grace of its own. */
export function normalizeUserName(userName: string): string {
  return userName.normalize("NFKC").trim().toLowerCase();
}

export async function findUser(db: Db, workspaceId: string, id: string): Promise<User | undefined> {
  const row = await db
    .selectFrom("users")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { ...row, ssoRequired: row.ssoRequired === 1 };
}

export async function findUserByName(db: Db, workspaceId: string, userName: string): Promise<User | undefined> {
  const row = await db
    .selectFrom("users")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("userName", "=", normalizeUserName(userName))
    .executeTakeFirst();
  return row && { ...row, ssoRequired: row.ssoRequired === 1 };
}

/** Returns the user whom the identity provider knows by this id. */
export async function findUserByExternalId(db: Db, workspaceId: string, externalId: string): Promise<User | undefined> {
  const row = await db
    .selectFrom("users")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("externalId", "=", externalId)
    .executeTakeFirst();
  return row && { ...row, ssoRequired: row.ssoRequired === 1 };
}

/** Returns the users who have one of these names, in the one form of a user name, or one of these external ids. */
export async function findUsersKnownAs(
  db: Db,
  workspaceId: string,
  { userNames, externalIds }: { userNames: readonly string[]; externalIds: readonly string[] },
): Promise<User[]> {
  const rows = await db
    .selectFrom("users")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where((eb) =>
      eb.or([
        eb("userName", "in", userNames.length > 0 ? userNames : [""]),
        eb("externalId", "in", externalIds.length > 0 ? externalIds : [""]),
      ]),
    )
    .execute();
  return rows.map((row) => ({ ...row, ssoRequired: row.ssoRequired === 1 }));
}

/** Returns users by id; an id that the workspace does not have is left out. */
export async function findUsers(db: Db, workspaceId: string, ids: readonly string[]): Promise<Map<string, User>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("users")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", [...new Set(ids)])
    .orderBy("displayName")
    .orderBy("id")
    .execute();
  return new Map(rows.map((row) => [row.id, { ...row, ssoRequired: row.ssoRequired === 1 }]));
}

export async function insertUser(tx: Db, workspaceId: string, user: NewUser): Promise<void> {
  await tx
    .insertInto("users")
    .values({
      workspaceId,
      id: user.id,
      userName: normalizeUserName(user.userName),
      displayName: user.displayName,
      externalId: user.externalId ?? null,
      department: user.department ?? null,
      ssoRequired: user.ssoRequired ? 1 : 0,
      passwordHash: null,
      createdAt: user.createdAt,
      disabledAt: null,
      firstSignInAt: user.firstSignInAt ?? null,
      lastSignInAt: null,
      lockedUntil: null,
      pseudonymisedAt: null,
    })
    .execute();
  await indexUser(tx, workspaceId, user.id, { ...user, externalId: user.externalId ?? null });
}

export async function rolesOf(db: Db, workspaceId: string, userId: string): Promise<RegisterRole[]> {
  return (await rolesAmong(db, workspaceId, [userId])).get(userId) ?? [];
}

/** Returns the roles of each of these people, in the fixed order of the roles. */
export async function rolesAmong(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, RegisterRole[]>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("roleGrants")
    .select(["userId", "role"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", userIds)
    .execute();
  const held = new Set(rows.map(({ userId, role }) => `${role} ${userId}`));
  return new Map(userIds.map((id) => [id, registerRoles.filter((role) => held.has(`${role} ${id}`))]));
}

/** Makes the person's roles exactly these. */
export async function replaceRoles(
  tx: Db,
  workspaceId: string,
  userId: string,
  roles: readonly RegisterRole[],
  now: string,
): Promise<void> {
  const kept = [...new Set(roles)];
  await tx
    .deleteFrom("roleGrants")
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("role", "not in", kept.length > 0 ? kept : [""])
    .execute();
  if (kept.length === 0) return;
  // Since when somebody has a role that they keep decides whether an exception for it covers them.
  await tx
    .insertInto("roleGrants")
    .values(kept.map((role) => ({ workspaceId, userId, role, grantedAt: now })))
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId", "role"]).doNothing())
    .execute();
}

/** Returns the active people who hold one of the roles, by name. */
export async function usersWithRole(db: Db, workspaceId: string, roles: readonly RegisterRole[]): Promise<User[]> {
  const rows = await db
    .selectFrom("users")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("disabledAt", "is", null)
    // From the few who have a role to their rows, and not from everybody to whether they have one.
    .where("id", "in", (eb) =>
      eb
        .selectFrom("roleGrants")
        .select("roleGrants.userId")
        .where("roleGrants.workspaceId", "=", workspaceId)
        .where("roleGrants.role", "in", roles),
    )
    .orderBy("displayName")
    .execute();
  return rows.map((row) => ({ ...row, ssoRequired: row.ssoRequired === 1 }));
}

/** What the directory says of a person, apart from what they did themselves. */
export type UserChanges = Partial<Pick<User, "userName" | "displayName" | "externalId" | "department" | "ssoRequired">>;

/** @throws a duplicate fault when somebody else in the workspace has the user name or the external id. */
export async function updateUser(tx: Db, workspaceId: string, id: string, changes: UserChanges): Promise<void> {
  const { userName, ssoRequired, ...texts } = changes;
  const names = await tx
    .updateTable("users")
    .set({
      ...texts,
      ...(userName !== undefined && { userName: normalizeUserName(userName) }),
      ...(ssoRequired !== undefined && { ssoRequired: ssoRequired ? 1 : 0 }),
    })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .returning(["displayName", "userName", "externalId"])
    .executeTakeFirst();
  if (names) await indexUser(tx, workspaceId, id, names);
}

/** Lets a search find a person by what they are called. */
function indexUser(
  tx: Db,
  workspaceId: string,
  id: string,
  names: Pick<User, "displayName" | "userName" | "externalId">,
) {
  const { displayName, userName, externalId } = names;
  return setDirectoryWords(tx, {
    workspaceId,
    kind: "user",
    objectId: id,
    names: [displayName, userName, externalId],
  });
}

/** Bars a person from signing in from an instant on, or with null lets them in again. */
export async function setDisabled(tx: Db, workspaceId: string, id: string, disabledAt: string | null): Promise<void> {
  await tx
    .updateTable("users")
    .set({ disabledAt })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Gives a person access for a time, or with null without an end; `by` is who is told before it is over. */
export async function setAccessEnd(
  tx: Db,
  workspaceId: string,
  id: string,
  { endsAt, by }: { endsAt: string | null; by: string | null },
): Promise<void> {
  await tx
    .updateTable("users")
    .set({ accessEndsAt: endsAt, accessGivenBy: endsAt === null ? null : by })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Somebody whose access ends, and who gave it to them. */
export type EndingAccess = Pick<User, "id" | "displayName"> & { accessEndsAt: string; givenBy: string | null };

/** Returns the people whose access ends within a span of time, the first to end first. */
export async function listEndingAccess(
  db: Db,
  workspaceId: string,
  { after, until }: { after: string; until: string },
): Promise<EndingAccess[]> {
  const rows = await db
    .selectFrom("users")
    .select(["id", "displayName", "accessEndsAt", "accessGivenBy as givenBy"])
    .where("workspaceId", "=", workspaceId)
    .where("disabledAt", "is", null)
    .where("accessEndsAt", ">", after)
    .where("accessEndsAt", "<=", until)
    .orderBy("accessEndsAt")
    .limit(500)
    .execute();
  return rows.flatMap(({ accessEndsAt, ...row }) => (accessEndsAt === null ? [] : [{ ...row, accessEndsAt }]));
}
