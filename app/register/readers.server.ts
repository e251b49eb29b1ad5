import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { rolesAmong, type User } from "#db/users.ts";
import { circumstancesAmong } from "./circumstances.server.ts";
import type { Exception } from "./exception.ts";
import { maySee } from "./show.server.ts";

/** Returns those of some people who may see a record now; who may not is told nothing of it. */
export async function readersAmong(db: Db, record: Exception, people: readonly User[], now: Instant): Promise<User[]> {
  const { workspaceId } = record;
  const userIds = people.filter(({ disabledAt }) => disabledAt === null).map(({ id }) => id);
  const rolesOf = await rolesAmong(db, workspaceId, userIds);
  const circumstancesOf = await circumstancesAmong(db, workspaceId, [record], { userIds, now });
  return people.filter((user) => {
    const roles = rolesOf.get(user.id);
    const circumstances = circumstancesOf.get(user.id)?.get(record.id);
    return roles && circumstances && maySee({ record, circumstances }, { user, roles });
  });
}
