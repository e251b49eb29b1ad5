import type { Instant, Scope } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type Memberships, membershipsAmong } from "#db/directory.ts";
import { approvalsOf } from "#db/exceptions.ts";
import { absentsAmong } from "./absents-of.server.ts";
import type { Exception } from "./exception.ts";
import type { Actor, Circumstances } from "./guards.ts";
import { rulesOnce } from "./rules-for.server.ts";

/** Somebody with what makes an exception be about them. */
type Person = Memberships & { userId: string };

/** Reads what the rules look at beside the records, for one actor; the answer is by the records' ids. */
export async function circumstancesOf(
  db: Db,
  workspaceId: string,
  records: readonly Exception[],
  { actor: { userId }, now }: { actor: Actor; now: Instant },
): Promise<Map<string, Circumstances>> {
  const found = await circumstancesAmong(db, workspaceId, records, { userIds: [userId], now });
  return found.get(userId) ?? new Map();
}

/** Reads what the rules look at beside the records, for several actors at once; the answer is by their ids, then the records'. */
export async function circumstancesAmong(
  db: Db,
  workspaceId: string,
  records: readonly Exception[],
  { userIds, now }: { userIds: readonly string[]; now: Instant },
): Promise<Map<string, Map<string, Circumstances>>> {
  const recordIds = records.map(({ id }) => id);
  const approvals = Map.groupBy(await approvalsOf(db, workspaceId, recordIds), ({ exceptionId }) => exceptionId);
  const absents = await absentsAmong(db, workspaceId, userIds, now);
  const standingIn = [...absents.values()].flat().map(({ userId }) => userId);
  const memberships = await membershipsAmong(db, workspaceId, [...new Set([...userIds, ...standingIn])]);
  const isAboutWhom = (record: Exception, userId: string) =>
    isAbout(record, { userId, ...(memberships.get(userId) ?? { groups: [], roles: [] }) });
  const rules = rulesOnce(db);
  const found = new Map(userIds.map((id) => [id, new Map<string, Circumstances>()]));
  for (const record of records) {
    const rating = record.rating ?? (record.emergency ? "critical" : null);
    const stages = rating === null ? [] : (await rules(record)).stages[rating];
    for (const [userId, circumstances] of found)
      circumstances.set(record.id, {
        approvals: approvals.get(record.id) ?? [],
        stages,
        isBeneficiary: isAboutWhom(record, userId),
        standsInFor: (absents.get(userId) ?? []).map((absent) => ({
          ...absent,
          isBeneficiary: isAboutWhom(record, absent.userId),
        })),
        now,
      });
  }
  return found;
}

/** Whether a record lets somebody in: by name, by a group or role of theirs, or because it was filed on their behalf. */
function isAbout({ scope, beneficiaryId }: Exception, person: Person): boolean {
  return beneficiaryId === person.userId || isInScope(scope, person);
}

function isInScope(scope: Scope, { userId, groups, roles }: Person): boolean {
  return (
    scope.users.includes(userId) ||
    scope.groups.some((group) => groups.includes(group)) ||
    scope.roles.some((role) => roles.includes(role))
  );
}
