import type { ExceptionState, Instant } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { addDays, daysBetween } from "#app/register/days.ts";
import { ratings } from "#app/register/risk.ts";
import { lookBackDays, reviewDays } from "./kpis.ts";

/** What the figures look at of one record. */
export type MeasuredRecord = {
  id: string;
  state: ExceptionState;
  category: string;
  rating: string | null;
  startsAt: Instant;
  endsAt: Instant;
  activatedAt: Instant | null;
  endedAt: Instant | null;
  updatedAt: Instant;
  waitingSince: Instant | null;
  nextReviewAt: Instant | null;
  controlCount: number;
};

/** From when to when a request waited for its decision. */
export type MeasuredDecision = { submittedAt: Instant; decidedAt: Instant };

/** A review that was answered, by when it had to be; null where nobody was reminded of it. */
export type MeasuredReview = { exceptionId: string; dueAt: Instant; at: Instant; actsAt: Instant | null };

/** A review that nobody answered until its consequence came. */
export type MissedReview = { exceptionId: string; dueAt: Instant; answeredAt: Instant };

/** Figures by the key of their definition; what there is nothing to say of is left out. */
export type Figures = Record<string, number>;

const inForce: readonly ExceptionState[] = ["active", "suspended"];
const running: readonly ExceptionState[] = ["approved", "active", "suspended"];

function isLiveAt({ state, startsAt, endsAt }: MeasuredRecord, at: Instant): boolean {
  return state === "active" && startsAt <= at && at < endsAt;
}

/** Measures the register as it stood at an instant. */
export function measureRegister(
  records: readonly MeasuredRecord[],
  decisions: readonly MeasuredDecision[],
  at: Instant,
): Figures {
  const live = records.filter((record) => isLiveAt(record, at));
  const isReviewDue = ({ nextReviewAt, endsAt }: MeasuredRecord) =>
    nextReviewAt !== null && nextReviewAt <= at && at < endsAt;
  const waiting = records.filter(({ state }) => state === "submitted" || state === "assessed");
  const durations = live.map(({ startsAt, activatedAt }) => daysBetween(laterOf(startsAt, activatedAt), at));
  const since = addDays(at, -lookBackDays);
  const closed = records.filter(({ state, updatedAt }) => state === "closed" && updatedAt > since && updatedAt <= at);
  return {
    live: live.length,
    ...counted(
      "live.category",
      categoryIds,
      live.map(({ category }) => category),
    ),
    ...counted(
      "live.rating",
      ratings,
      live.map(({ rating }) => rating),
    ),
    ...figure("live_days_median", median(durations)),
    ...figure("live_days_oldest", most(durations)),
    ...figure("live_controlled_share", share(live.filter(({ controlCount }) => controlCount > 0).length, live.length)),
    live_review_overdue: live.filter(isReviewDue).length,
    review_overdue: records.filter((record) => inForce.includes(record.state) && isReviewDue(record)).length,
    expiring_30: live.filter(({ endsAt }) => endsAt <= addDays(at, 30)).length,
    unclosed: records.filter((record) => isUnclosed(record, at)).length,
    waiting: waiting.length,
    ...figure("waiting_days_oldest", most(waiting.flatMap(({ waitingSince }) => daysUntil(waitingSince, at)))),
    ...figure(
      "decision_days_median",
      median(
        decisions
          .filter(({ decidedAt }) => decidedAt > since && decidedAt <= at)
          .map(({ submittedAt, decidedAt }) => daysBetween(submittedAt, decidedAt)),
      ),
    ),
    ...figure("closure_days_median", median(closed.flatMap(({ endedAt, updatedAt }) => daysUntil(endedAt, updatedAt)))),
  };
}

/** Measures how many of the reviews that came due were answered before their consequence. */
export function measureReviews(
  answered: readonly MeasuredReview[],
  missed: readonly MissedReview[],
  at: Instant,
): Figures {
  const since = addDays(at, -reviewDays);
  const isRecent = ({ dueAt }: { dueAt: Instant }) => dueAt > since && dueAt <= at;
  const keyOf = ({ exceptionId, dueAt }: { exceptionId: string; dueAt: Instant }) => `${exceptionId} ${dueAt}`;
  const known = answered.filter((review) => isRecent(review) && review.at <= at);
  const inTime = new Set(known.filter((review) => review.actsAt === null || review.at <= review.actsAt).map(keyOf));
  const late = missed.filter((review) => isRecent(review) && review.answeredAt <= at).map(keyOf);
  const all = new Set([...known.map(keyOf), ...late]);
  return figure("review_sla_share", share(inTime.size, all.size));
}

/** Measures what the sign-ins of a day rested on, from their number by reason. */
export function measureSignIns(allowed: ReadonlyMap<string, number>): Figures {
  const total = [...allowed.values()].reduce((sum, count) => sum + count, 0);
  return {
    sign_ins_allowed: total,
    ...figure("sign_ins_mfa_share", share(allowed.get("MFA_SATISFIED") ?? 0, total)),
    ...figure("sign_ins_exempt_share", share(allowed.get("MFA_EXCEPTION_APPLIED") ?? 0, total)),
  };
}

export type MeasuredPerson = { lacksFactor: boolean; isInGrace: boolean };

/** Measures who of the people has what the policy asks. */
export function measurePeople(people: readonly MeasuredPerson[]): Figures {
  const without = people.filter(({ lacksFactor }) => lacksFactor);
  return {
    people: people.length,
    ...figure("people_mfa_share", share(people.length - without.length, people.length)),
    people_without_factor: without.length,
    people_in_grace: without.filter(({ isInGrace }) => isInGrace).length,
  };
}

function isUnclosed({ state, endsAt }: MeasuredRecord, at: Instant): boolean {
  return state === "revoked" || (running.includes(state) && endsAt <= at);
}

function counted(prefix: string, names: readonly string[], values: readonly (string | null)[]): Figures {
  return Object.fromEntries(
    names.map((name) => [`${prefix}.${name}`, values.filter((value) => value === name).length]),
  );
}

function figure(key: string, value: number | null): Figures {
  return value === null ? {} : { [key]: value };
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

function most(values: readonly number[]): number | null {
  return values.reduce<number | null>(
    (largest, value) => (largest === null || value > largest ? value : largest),
    null,
  );
}

/** The middle one, or half-way between the two in the middle. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [upper, lower] = [sorted[middle], sorted[middle - 1]];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 || lower === undefined ? upper : (lower + upper) / 2;
}

function daysUntil(from: Instant | null, to: Instant): number[] {
  return from === null ? [] : [daysBetween(from, to)];
}

function laterOf(one: Instant, other: Instant | null): Instant {
  return other !== null && other > one ? other : one;
}
