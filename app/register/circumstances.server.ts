import type { Instant, Scope } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type Memberships, membershipsOf } from "#db/directory.ts";
import { approvalsOf } from "#db/exceptions.ts";
import { absentsOf } from "./absents-of.server.ts";
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
  { actor, now }: { actor: Actor; now: Instant },
): Promise<Map<string, Circumstances>> {
  const circumstancesFor = await circumstancesForAnyone(db, workspaceId, records);
  return circumstancesFor(actor.userId, now);
}

/** Reads what the rules look at whoever acts, once, and returns what adds the rest for one person after the other. */
export async function circumstancesForAnyone(db: Db, workspaceId: string, records: readonly Exception[]) {
  const approvals = Map.groupBy(
    await approvalsOf(
      db,
      workspaceId,
      records.map(({ id }) => id),
    ),
    ({ exceptionId }) => exceptionId,
  );
  const rules = rulesOnce(db);
  return async (userId: string, now: Instant): Promise<Map<string, Circumstances>> => {
    const person = await personOf(db, workspaceId, userId);
    const absents = await Promise.all(
      (await absentsOf(db, workspaceId, userId, now)).map(async ({ userId: absentId, groups }) => ({
        groups,
        person: await personOf(db, workspaceId, absentId),
      })),
    );
    const found = new Map<string, Circumstances>();
    for (const record of records) {
      const rating = record.rating ?? (record.emergency ? "critical" : null);
      found.set(record.id, {
        approvals: approvals.get(record.id) ?? [],
        stages: rating === null ? [] : (await rules(record)).stages[rating],
        isBeneficiary: isAbout(record, person),
        standsInFor: absents.map(({ groups, ...absent }) => ({
          userId: absent.person.userId,
          groups,
          isBeneficiary: isAbout(record, absent.person),
        })),
        now,
      });
    }
    return found;
  };
}

async function personOf(db: Db, workspaceId: string, userId: string): Promise<Person> {
  return { userId, ...(await membershipsOf(db, workspaceId, userId)) };
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
