import type { Exception } from "./exception.ts";
import { nextMilestoneAt } from "./exit-plan.ts";
import type { Condition, ListQuery } from "./list-query.ts";
import { targetsOf } from "./targets.ts";

/**
 * Whether a record is one that a query asks for, judged without the database: for records as they once stood. How a record
 * was used, whether its owner was barred, and the words that it was found by are not kept for the past, so those are not
 * asked of it.
 */
export function fits(record: Exception, query: ListQuery): boolean {
  const { ids, concerning } = query;
  if (ids !== null && !ids.includes(record.id)) return false;
  if (concerning !== null && !concerns(record, concerning)) return false;
  return [query, ...query.also].every((condition) => meets(record, condition));
}

/** What somebody filed, owns, or is named in. */
function concerns({ requestorId, ownerId, scope }: Exception, userId: string): boolean {
  return requestorId === userId || ownerId === userId || scope.users.includes(userId);
}

function meets(record: Exception, condition: Partial<Condition>): boolean {
  return isOneOf(record, condition) && isWithin(record, condition) && hasMark(record, condition);
}

function isOneOf(record: Exception, condition: Partial<Condition>): boolean {
  const { states, categories, ratings, ownerIds, requestorId, named } = condition;
  const targets = targetsOf(record.scope);
  return (
    isAmong(states, record.state) &&
    isAmong(categories, record.category) &&
    isAmong(ratings, record.rating) &&
    isAmong(ownerIds, record.ownerId) &&
    (!requestorId || record.requestorId === requestorId) &&
    (named ?? []).every((keys) => keys.some((key) => targets.includes(key)))
  );
}

/** An empty list asks for nothing in particular. */
function isAmong<T>(asked: readonly T[] | undefined, value: T | null): boolean {
  return !asked || asked.length === 0 || (value !== null && asked.includes(value));
}

function isWithin({ endsAt, nextReviewAt }: Exception, condition: Partial<Condition>): boolean {
  const { endsAfter, endsBy, reviewAfter, reviewBy } = condition;
  if (endsAfter && endsAt <= endsAfter) return false;
  if (endsBy && endsAt > endsBy) return false;
  if (reviewAfter && (nextReviewAt === null || nextReviewAt <= reviewAfter)) return false;
  return !reviewBy || (nextReviewAt !== null && nextReviewAt <= reviewBy);
}

function hasMark(record: Exception, condition: Partial<Condition>): boolean {
  const { withoutControls, isEmergency, planDueBy, isUntested } = condition;
  if (withoutControls && record.compensatingControls.length > 0) return false;
  if (isUntested && record.lastValidation !== null) return false;
  const step = nextMilestoneAt(record);
  if (planDueBy && (step === null || step > planDueBy)) return false;
  return !isEmergency || record.emergency !== null;
}
