import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

/** That somebody may do without MFA for the time being, by one person's word at first, and the record that says so. */
export type ForceSkip = { exceptionId: string; endsAt: Instant };

/** Emergencies that waive MFA, by the person whom they name. */
function waiversNaming(db: Db, workspaceId: string, userIds: readonly string[]) {
  return db
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions", (join) =>
      join.onRef("exceptions.workspaceId", "=", "named.workspaceId").onRef("exceptions.id", "=", "named.exceptionId"),
    )
    .selectAll("exceptions")
    .select("named.target")
    .where("named.workspaceId", "=", workspaceId)
    .where(
      "named.target",
      "in",
      userIds.map((id) => `user:${id}`),
    )
    .where("exceptions.effect", "=", "waive_mfa")
    .where("exceptions.emergency", "is not", null);
}

/** Returns who of these people may do without MFA now by an emergency, by their ids; the one that lasts longest counts. */
export async function forceSkipsOf(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
  now: Instant,
): Promise<Map<string, ForceSkip>> {
  if (userIds.length === 0) return new Map();
  const rows = await waiversNaming(db, workspaceId, userIds)
    .where("exceptions.state", "=", "active")
    .where("exceptions.startsAt", "<=", now)
    .where("exceptions.endsAt", ">", now)
    .orderBy("exceptions.endsAt")
    .execute();
  return new Map(rows.map(({ target, id, endsAt }) => [target.slice("user:".length), { exceptionId: id, endsAt }]));
}

/** Adds to people what lets each do without MFA now; null where nothing does. */
export async function withForceSkips<Person extends { id: string }>(
  db: Db,
  workspaceId: string,
  people: readonly Person[],
  now: Instant,
): Promise<(Person & { skip: ForceSkip | null })[]> {
  const ids = people.map(({ id }) => id);
  const skips = await forceSkipsOf(db, workspaceId, ids, now);
  return people.map((person) => ({ ...person, skip: skips.get(person.id) ?? null }));
}

/** Returns the emergencies that waived MFA for somebody and came into force since an instant. */
export async function forceSkipsSince(
  db: Db,
  workspaceId: string,
  { userId, since }: { userId: string; since: Instant },
): Promise<Exception[]> {
  const rows = await waiversNaming(db, workspaceId, [userId]).where("exceptions.activatedAt", ">", since).execute();
  return rows.map(({ target: _target, ...row }) => exceptionOf(row));
}
