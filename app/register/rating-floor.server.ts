import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { countPeople } from "#db/member-counts.ts";
import { memberIds, rolesOfPeople } from "#db/members.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Exception } from "./exception.ts";
import { isPrivileged } from "./privileged.ts";
import { type RatingFloor, ratingFloor } from "./rating-floor.ts";

/** More people than this are wide by any setting that makes sense, so their roles are not looked at. */
const mostPeople = 5000;

/** Returns the least rating that whom a record reaches allows today. */
export async function floorOf(
  db: Db,
  { workspaceId, scope }: Pick<Exception, "workspaceId" | "scope">,
): Promise<RatingFloor | null> {
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace) throw new Error(`there is no workspace ${workspaceId}`);
  const { users, servicePrincipals, groups, roles } = scope;
  const members = await memberIds(db, workspaceId, { groups, roles, limit: mostPeople });
  const people = [...new Set([...users, ...members])];
  const rolesOf = await rolesOfPeople(db, workspaceId, people);
  const names = await namesOf(db, workspaceId, roles);
  const privileged = roles.filter((id) => isPrivileged([id, names.get(`role:${id}`) ?? ""]));
  const isForAnybody = people.length + servicePrincipals.length + groups.length + roles.length === 0;
  return ratingFloor(
    {
      people: isForAnybody ? null : people.length,
      everybody: await countPeople(db, workspaceId),
      privilegedPeople: people.filter((id) => isPrivileged(rolesOf.get(id) ?? [])).length,
      privilegedRoles: privileged.map((id) => names.get(`role:${id}`) ?? id),
    },
    workspace,
  );
}
