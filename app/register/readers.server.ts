import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { rolesOf, type User } from "#db/users.ts";
import { circumstancesForAnyone } from "./circumstances.server.ts";
import type { Exception } from "./exception.ts";
import { maySee } from "./show.server.ts";

/** Returns those of some people who may see a record now; who may not is told nothing of it. */
export async function readersAmong(db: Db, record: Exception, people: readonly User[], now: Instant): Promise<User[]> {
  const { workspaceId } = record;
  const circumstancesFor = await circumstancesForAnyone(db, workspaceId, [record]);
  const readers: User[] = [];
  for (const user of people) {
    if (user.disabledAt !== null) continue;
    const roles = await rolesOf(db, workspaceId, user.id);
    const circumstances = (await circumstancesFor(user.id, now)).get(record.id);
    if (circumstances && maySee({ record, circumstances }, { user, roles })) readers.push(user);
  }
  return readers;
}
