import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { delegatesAt } from "#db/delegations.ts";
import { findUsers, rolesAmong, type User, usersWithRole } from "#db/users.ts";
import { circumstancesAmong } from "./circumstances.server.ts";
import { decisionOf } from "./deciding.ts";
import type { Exception } from "./exception.ts";
import { type Seat, seatsFor } from "./guards.ts";
import { movesFor } from "./lifecycle.ts";
import { approverGroups, roleOfGroup } from "./roles.ts";

/** Somebody who can decide about a record now, and the places that they could take. */
export type Decider = { user: User; seats: readonly Seat[] };

/** Returns who can still decide about each record, by asking the lifecycle for everybody who might; by the records' ids. */
export async function decidersOf(
  db: Db,
  workspaceId: string,
  records: readonly Exception[],
  now: Instant,
): Promise<Map<string, Decider[]>> {
  const found = new Map<string, Decider[]>(records.map(({ id }) => [id, []]));
  if (records.length === 0) return found;
  const candidates = await candidatesAt(db, workspaceId, now);
  const userIds = candidates.map(({ id }) => id);
  const roles = await rolesAmong(db, workspaceId, userIds);
  const circumstances = await circumstancesAmong(db, workspaceId, records, { userIds, now });
  for (const user of candidates) {
    const actor = { userId: user.id, roles: roles.get(user.id) ?? [], aal: 2, factorUsedAt: now } as const;
    for (const record of records) {
      const around = circumstances.get(user.id)?.get(record.id);
      if (!around || decisionOf({ record, moves: movesFor(record, actor, around) }).command === null) continue;
      found.get(record.id)?.push({ user, seats: seatsFor(record, actor, around) });
    }
  }
  return found;
}

/** Returns by name the active people who are approvers or take the place of one. */
async function candidatesAt(db: Db, workspaceId: string, now: Instant): Promise<User[]> {
  const approvers = await usersWithRole(
    db,
    workspaceId,
    approverGroups.map((group) => roleOfGroup[group]),
  );
  const delegates = await findUsers(db, workspaceId, await delegatesAt(db, workspaceId, now));
  const candidates = new Map([...approvers, ...delegates.values()].map((user) => [user.id, user]));
  return [...candidates.values()]
    .filter(({ disabledAt }) => disabledAt === null)
    .sort((one, other) => (one.displayName < other.displayName ? -1 : 1));
}
