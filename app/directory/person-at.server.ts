import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { findUser, findUserByName, type User } from "#db/users.ts";

/**
 * Returns the person whom an address or a form names, by id or user name.
 * @throws Refused 404 when there is none.
 */
export async function personAt(db: Db, workspaceId: string, idOrName: string | undefined): Promise<User> {
  const name = idOrName ?? "";
  const user = (await findUser(db, workspaceId, name)) ?? (await findUserByName(db, workspaceId, name));
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  return user;
}
