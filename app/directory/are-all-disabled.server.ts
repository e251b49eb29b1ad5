import type { Scope } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findDirectoryObject } from "#db/directory-objects.ts";
import { findUsers } from "#db/users.ts";

/** Whether a scope names people and service principals alone, and all of them are disabled or gone. */
export async function areAllDisabled(
  db: Db,
  workspaceId: string,
  { users, servicePrincipals, groups, roles }: Scope,
): Promise<boolean> {
  if (groups.length + roles.length > 0 || users.length + servicePrincipals.length === 0) return false;
  const people = await findUsers(db, workspaceId, users);
  if (users.some((id) => people.get(id)?.disabledAt === null)) return false;
  for (const id of servicePrincipals)
    if ((await findDirectoryObject(db, workspaceId, { kind: "service_principal", id }))?.disabledAt === null)
      return false;
  return true;
}
