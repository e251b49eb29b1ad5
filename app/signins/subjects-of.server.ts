import type { Subject } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { queryRunner } from "#db/statements.ts";
import { prepareSubjects } from "#db/subjects.ts";

/** Returns people as the engine sees them; an id that nobody has is left out. */
export async function subjectsOf(db: Db, workspaceId: string, userIds: readonly string[]): Promise<Subject[]> {
  const names = { userIds: [...userIds], userNames: [], servicePrincipalIds: [] };
  const { usersById } = await prepareSubjects(db).find(queryRunner(db), workspaceId, names);
  return [...usersById.values()];
}
