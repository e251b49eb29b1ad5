import { mayChange, type RegisterRole, registerRoles } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { usersWithRole } from "#db/users.ts";

/** Somebody who could be given reviews. */
export type Reviewer = { id: string; displayName: string; roles: RegisterRole[] };

/** Returns everybody who may review whatever there is, by name: people with a role, but for auditors. */
export async function reviewersOf(db: Db, workspaceId: string): Promise<Reviewer[]> {
  const people = new Map<string, Reviewer>();
  for (const role of registerRoles)
    for (const { id, displayName } of await usersWithRole(db, workspaceId, [role]))
      people.set(id, { id, displayName, roles: [...(people.get(id)?.roles ?? []), role] });
  return [...people.values()]
    .filter(({ roles }) => mayChange(roles))
    .toSorted((one, other) => one.displayName.localeCompare(other.displayName, "en"));
}
