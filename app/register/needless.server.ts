import type { Instant } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import type { Db } from "#db/connect.ts";
import { newestEnrolment } from "#db/factors.ts";
import { currentPolicy } from "#db/policies.ts";
import type { Exception } from "./exception.ts";
import { statusOf } from "./status.ts";
import { agreedAt } from "./targets.ts";

/**
 * Returns since when a record in force is needed no longer, by all appearances: it stands in for a factor, names nobody but
 * people, and all of them have one that the policy accepts, the newest enrolled after it was agreed to. Otherwise null.
 */
export async function needlessSince(db: Db, record: Exception, now: Instant): Promise<Instant | null> {
  const { workspaceId, effect, scope } = record;
  const standsInForFactor = effect === "waive_mfa" || effect === "defer_enrollment";
  const namesOnlyPeople = scope.servicePrincipals.length + scope.groups.length + scope.roles.length === 0;
  if (!standsInForFactor || !namesOnlyPeople || scope.users.length === 0 || !statusOf(record, now).isLive) return null;
  const people = (await subjectsOf(db, workspaceId, scope.users)).filter(({ disabledAt }) => disabledAt === null);
  // Whatever the dial asks today: the question is whether they could do without.
  const policy = { ...(await currentPolicy(db, workspaceId)), dial: "required" as const };
  if (people.length === 0 || people.some((person) => enrollmentStanding(person, policy, now).lacksFactor)) return null;
  const enrolledAt = await newestEnrolment(
    db,
    workspaceId,
    people.map(({ id }) => id),
  );
  const agreed = agreedAt(record);
  return enrolledAt !== null && agreed !== null && enrolledAt > agreed ? enrolledAt : null;
}
