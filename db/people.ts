import { type RegisterRole, registerRoles } from "#app/register/roles.ts";
import type { Db } from "./connect.ts";

/** A user with what they may do in the register. */
export type Person = {
  id: string;
  userName: string;
  displayName: string;
  disabledAt: string | null;
  roles: RegisterRole[];
};

/** Returns everybody of the workspace by user name, with their roles. */
export async function listPeople(db: Db, workspaceId: string): Promise<Person[]> {
  const users = await db
    .selectFrom("users")
    .select(["id", "userName", "displayName", "disabledAt"])
    .where("workspaceId", "=", workspaceId)
    .orderBy("userName")
    .execute();
  const grants = await db
    .selectFrom("roleGrants")
    .select(["userId", "role"])
    .where("workspaceId", "=", workspaceId)
    .execute();
  const held = new Map(users.map(({ id }) => [id, new Set<string>()]));
  for (const { userId, role } of grants) held.get(userId)?.add(role);
  return users.map((user) => ({ ...user, roles: registerRoles.filter((role) => held.get(user.id)?.has(role)) }));
}
