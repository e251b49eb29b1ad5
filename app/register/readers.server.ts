import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { rolesOf, type User } from "#db/users.ts";
import { circumstancesOf } from "./circumstances.server.ts";
import type { Exception } from "./exception.ts";
import { maySee } from "./show.server.ts";

/** Returns those of some people who may see a record now; who may not is told nothing of it. */
export async function readersAmong(db: Db, record: Exception, people: readonly User[], now: Instant): Promise<User[]> {
  const readers: User[] = [];
  for (const person of people)
    if (person.disabledAt === null && (await isReader(db, record, person, now))) readers.push(person);
  return readers;
}

async function isReader(db: Db, record: Exception, user: User, now: Instant): Promise<boolean> {
  const { workspaceId, id: userId } = user;
  const roles = await rolesOf(db, workspaceId, userId);
  const actor = { userId, roles, aal: 1, factorUsedAt: null } as const;
  const circumstances = (await circumstancesOf(db, workspaceId, [record], { actor, now })).get(record.id);
  return circumstances !== undefined && maySee({ record, circumstances }, { user, roles });
}
