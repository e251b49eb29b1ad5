import type { Db } from "#db/connect.ts";
import { findUsers, findUsersKnownAs, normalizeUserName } from "#db/users.ts";

/** Returns the ids of those people whom a form names by id or e-mail address; who is not known is left out. */
export async function knownUserIds(db: Db, workspaceId: string, names: readonly string[]): Promise<string[]> {
  const byId = await findUsers(db, workspaceId, names);
  const userNames = names.filter((name) => !byId.has(name)).map(normalizeUserName);
  const byName = await findUsersKnownAs(db, workspaceId, { userNames, externalIds: [] });
  return [...new Set([...byId.keys(), ...byName.map(({ id }) => id)])];
}
