import type { Scope } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { countMembers, countPeople } from "#db/member-counts.ts";
import type { NamedObject, Reach } from "./reach.ts";

/** Counts who is in the groups and roles of a scope, and how many there are in the workspace. */
export async function reachOf(db: Db, workspaceId: string, scope: Pick<Scope, "groups" | "roles">): Promise<Reach> {
  const { groups, roles } = scope;
  const names = await namesOf(db, workspaceId, [...groups, ...roles]);
  const counts = await countMembers(db, workspaceId, { groups, roles });
  const objectOf = (kind: NamedObject["kind"], id: string): NamedObject => ({
    ...{ kind, id, name: names.get(`${kind}:${id}`) ?? id },
    members: counts.get(`${kind}:${id}`) ?? 0,
  });
  return {
    objects: [...groups.map((id) => objectOf("group", id)), ...roles.map((id) => objectOf("role", id))],
    everybody: await countPeople(db, workspaceId),
  };
}
