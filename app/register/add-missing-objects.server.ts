import type { Db } from "#db/connect.ts";
import { addDirectoryObject, type DirectoryObject } from "#db/directory.ts";
import type { Journal } from "#db/write.ts";
import type { Step } from "./step.ts";

/**
 * Adds what the scope names and the directory lacks, such as a service principal: a sign-in of a subject that nobody
 * knows is refused whatever was approved. Whoever puts it in place answers for it, as for the rest.
 */
export async function addMissingObjects(
  tx: Db,
  { audit }: Journal,
  { before: { workspaceId, scope }, now }: Step,
): Promise<void> {
  const named: DirectoryObject[] = [
    ...scope.servicePrincipals.map((id) => ({ kind: "service_principal" as const, id, name: id })),
    ...scope.groups.map((id) => ({ kind: "group" as const, id, name: id })),
    ...scope.roles.map((id) => ({ kind: "role" as const, id, name: id })),
    ...scope.applications.map((id) => ({ kind: "application" as const, id, name: id })),
  ];
  for (const object of named)
    if (await addDirectoryObject(tx, workspaceId, object, now))
      audit("directory.object_added", { kind: object.kind, id: object.id }, { kind: object.kind, name: object.name });
}
