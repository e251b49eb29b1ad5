import type { Scope } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { countMembers, countPeople } from "#db/member-counts.ts";
import { memberIds } from "#db/members.ts";
import type { NamedObject, Reach } from "./reach.ts";

/** So many people are told apart; a scope that reaches more is wide whatever the number. */
const mostPeople = 5000;

/** Counts whom a scope names, and how many there are in the workspace. */
export async function reachOf(db: Db, workspaceId: string, scope: Scope): Promise<Reach> {
  const { users, servicePrincipals, groups, roles } = scope;
  const names = await namesOf(db, workspaceId, [...groups, ...roles]);
  const counts = await countMembers(db, workspaceId, { groups, roles });
  const objectOf = (kind: NamedObject["kind"], id: string): NamedObject => ({
    ...{ kind, id, name: names.get(`${kind}:${id}`) ?? id },
    members: counts.get(`${kind}:${id}`) ?? 0,
  });
  const members = await memberIds(db, workspaceId, { groups, roles, limit: mostPeople });
  const isForAnybody = users.length + servicePrincipals.length + groups.length + roles.length === 0;
  return {
    objects: [...groups.map((id) => objectOf("group", id)), ...roles.map((id) => objectOf("role", id))],
    people: isForAnybody ? null : new Set([...users, ...members]).size,
    everybody: await countPeople(db, workspaceId),
  };
}
