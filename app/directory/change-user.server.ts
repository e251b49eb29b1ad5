import { type Managing, refuseManager } from "#app/auth/managing.server.ts";
import { pseudonymisedAlready } from "#app/auth/refusals.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import {
  findUser,
  findUserByExternalId,
  findUserByName,
  insertUser,
  normalizeUserName,
  rolesOf,
  type User,
  type UserChanges,
  updateUser,
} from "#db/users.ts";
import { write } from "#db/write.ts";
import { differences } from "./differences.ts";

type NewPerson = Pick<User, "userName" | "displayName" | "externalId" | "department" | "ssoRequired">;

/**
 * Adds a person as the login path will ask about them. They get no role in the register and no way into it.
 * @throws Refused 403 not an admin, 409 the user name or external id is somebody else's.
 */
export async function addDirectoryUser(db: Db, { user, ...managing }: Managing & { user: NewPerson }): Promise<User> {
  const { workspaceId, actor, now } = managing;
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    await refuseManager(tx, managing, []);
    await refuseTaken(tx, workspaceId, user);
    const id = newId("usr");
    await insertUser(tx, workspaceId, { ...user, id, createdAt: now });
    const added = await requirePerson(tx, workspaceId, id);
    const { userName, displayName } = added;
    audit("user.created", { kind: "user", id }, { userName, displayName, roles: [] });
    return added;
  });
}

/**
 * Changes what the directory says of a person. When they first signed in stays as it is, so no time to enrol begins anew.
 * @throws Refused 403 not an admin, or not an owner where the person is one, 404 no such person, 409 as addDirectoryUser.
 */
export async function changeDirectoryUser(
  db: Db,
  { userId, changes, ...managing }: Managing & { userId: string; changes: UserChanges },
): Promise<{ user: User; isChanged: boolean }> {
  const { workspaceId, actor, now } = managing;
  const before = await requirePerson(db, workspaceId, userId);
  await refuseManager(db, managing, await rolesOf(db, workspaceId, userId));
  const { userName } = changes;
  const wanted = { ...changes, ...(userName !== undefined && { userName: normalizeUserName(userName) }) };
  if (!differences(before, wanted)) return { user: before, isChanged: false };
  if (before.pseudonymisedAt !== null) throw pseudonymisedAlready();
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const current = await requirePerson(tx, workspaceId, userId);
    await refuseManager(tx, managing, await rolesOf(tx, workspaceId, userId));
    const changed = differences(current, wanted);
    if (!changed) throw changedMeanwhile();
    if (current.pseudonymisedAt !== null) throw pseudonymisedAlready();
    await refuseTaken(tx, workspaceId, wanted, userId);
    await updateUser(tx, workspaceId, userId, changed.after);
    audit("user.updated", { kind: "user", id: userId }, changed);
    return { user: await requirePerson(tx, workspaceId, userId), isChanged: true };
  });
}

/** Two changes at once made the same of it; the second one has nothing left to do. */
export function changedMeanwhile(): Refused {
  return new Refused(409, "changed_meanwhile", "Somebody did the same a moment ago. Look again.");
}

async function requirePerson(db: Db, workspaceId: string, userId: string): Promise<User> {
  const user = await findUser(db, workspaceId, userId);
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  return user;
}

async function refuseTaken(
  tx: Db,
  workspaceId: string,
  { userName, externalId }: Pick<UserChanges, "userName" | "externalId">,
  ownId: string | null = null,
): Promise<void> {
  const named = userName === undefined ? undefined : await findUserByName(tx, workspaceId, userName);
  if (named && named.id !== ownId)
    throw new Refused(409, "user_name_taken", "Somebody has this e-mail address already.");
  const known = externalId ? await findUserByExternalId(tx, workspaceId, externalId) : undefined;
  if (known && known.id !== ownId)
    throw new Refused(409, "external_id_taken", `The external id ${externalId} is taken already.`);
}
