import type { Db } from "#db/connect.ts";
import { findUserByName, type User } from "#db/users.ts";
import { WrongUse } from "./wrong-use.ts";

/** Returns the person with this user name. @throws WrongUse when the workspace has none. */
export async function userNamed(db: Db, workspaceId: string, userName: string): Promise<User> {
  const user = await findUserByName(db, workspaceId, userName);
  if (!user) throw new WrongUse(`there is nobody called "${userName}" in this workspace`);
  return user;
}
