import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { findUsers } from "#db/users.ts";
import type { Exception } from "./exception.ts";

/** Returns the display names that records need: of people by id, of directory objects by "kind:id". */
export async function namesFor(
  db: Db,
  workspaceId: string,
  records: readonly Exception[],
  people: readonly string[] = [],
): Promise<Map<string, string>> {
  const userIds = records.flatMap(peopleIn);
  const objectIds = records.flatMap(({ scope }) => [
    ...scope.servicePrincipals,
    ...scope.groups,
    ...scope.roles,
    ...scope.applications,
  ]);
  const users = await findUsers(db, workspaceId, [...userIds, ...people]);
  const names = new Map(await namesOf(db, workspaceId, objectIds));
  for (const [id, { displayName }] of users) names.set(id, displayName);
  return names;
}

/** Everybody whom a record names, whatever as. */
function peopleIn({ scope, suspension, lastValidation, emergency, extension, ...record }: Exception): string[] {
  const { ownerId, requestorId, implementerId, beneficiaryId } = record;
  const acted = [suspension?.by, lastValidation?.by, emergency?.grantedBy, extension?.requestedBy];
  return [ownerId, requestorId, implementerId, beneficiaryId, ...acted, ...scope.users].filter(
    (id) => id !== null && id !== undefined,
  );
}
