import type { ExceptionState, Instant } from "#app/engine/types.ts";
import { categoryPack } from "#app/register/category.ts";
import { addDays, daysBetween } from "#app/register/days.ts";
import { ratings } from "#app/register/risk.ts";
import { definerOf } from "./define.ts";
import type { Definition } from "./kpi.ts";
import type { MeasuredRecord } from "./measured-rows.ts";

/** Over how many days decisions and closures are looked back at. */
export const lookBackDays = 30;

const define = definerOf("exceptions");
const inForce: readonly ExceptionState[] = ["active", "suspended"];
const running: readonly ExceptionState[] = ["approved", "active", "suspended"];

/** Whether a record was live at an instant. */
export function isLiveAt({ state, startsAt, endsAt }: MeasuredRecord, at: Instant): boolean {
  return state === "active" && startsAt <= at && at < endsAt;
}

/** Since when a record has been in force. */
function inForceSince({ startsAt, activatedAt }: Pick<MeasuredRecord, "startsAt" | "activatedAt">): Instant {
  return activatedAt !== null && activatedAt > startsAt ? activatedAt : startsAt;
}

function isReviewDue({ nextReviewAt, endsAt }: MeasuredRecord, at: Instant): boolean {
  return nextReviewAt !== null && nextReviewAt <= at && at < endsAt;
}

function isWaiting({ state }: MeasuredRecord): boolean {
  return state === "submitted" || state === "assessed";
}

function wasWithin(instant: Instant | null, at: Instant): boolean {
  return instant !== null && instant > addDays(at, -lookBackDays) && instant <= at;
}

function daysUntil(from: Instant | null, to: Instant | null): number | null {
  return from === null || to === null ? null : daysBetween(from, to);
}

const count = { kind: "count" } as const;
const live = { source: "register", covers: isLiveAt } as const;

const byCategory = categoryPack.map(({ id, label }) =>
  define({
    ...live,
    key: `live.category.${id}`,
    label: `Live: ${label}`,
    definition: `Live exceptions of the category “${label}”.`,
    unit: "count",
    goodDirection: "down",
    covers: (record, at) => record.category === id && isLiveAt(record, at),
    statistic: count,
  }),
);

const byRating = ratings.map((rating) =>
  define({
    ...live,
    key: `live.rating.${rating}`,
    label: `Live: ${rating} risk`,
    definition: `Live exceptions that are rated ${rating}.`,
    unit: "count",
    goodDirection: "down",
    covers: (record, at) => record.rating === rating && isLiveAt(record, at),
    statistic: count,
  }),
);

/** The figures of the records themselves. */
export const registerFigures: readonly Definition[] = [
  define({
    ...live,
    key: "live",
    label: "Live exceptions",
    definition: "Exceptions that are approved, in place, not on hold, and between their start and their end.",
    unit: "count",
    goodDirection: "down",
    statistic: count,
  }),
  ...byCategory,
  ...byRating,
  define({
    ...live,
    key: "live_per_100_people",
    label: "Exceptions per 100 people",
    definition: "Live exceptions for each hundred people who are not barred.",
    unit: "number",
    goodDirection: "down",
    statistic: count,
    derived: { kind: "ratio", part: "live", whole: "people", times: 100 },
  }),
  define({
    ...live,
    key: "live_days_median",
    label: "Median duration",
    definition: "Half of the live exceptions have been in force for longer than this, half for less.",
    unit: "days",
    goodDirection: "down",
    statistic: { kind: "median", value: (record, at) => daysBetween(inForceSince(record), at) },
  }),
  define({
    ...live,
    key: "live_days_oldest",
    label: "Oldest",
    definition: "For how long the oldest live exception has been in force.",
    unit: "days",
    goodDirection: "down",
    statistic: { kind: "most", value: (record, at) => daysBetween(inForceSince(record), at) },
  }),
  define({
    ...live,
    key: "live_controlled_share",
    label: "With compensating controls",
    definition: "The share of the live exceptions that name at least one compensating control.",
    unit: "share",
    goodDirection: "up",
    statistic: { kind: "share", of: ({ controlCount }) => controlCount > 0 },
  }),
  define({
    ...live,
    key: "extensions_mean",
    label: "Extensions per exception",
    definition: "How often the live exceptions have been extended, on average.",
    unit: "number",
    goodDirection: "down",
    statistic: { kind: "mean", value: ({ extensionCount }) => extensionCount },
  }),
  define({
    ...live,
    key: "live_review_overdue",
    label: "Review overdue, still live",
    definition: "Live exceptions of which a review is due and open.",
    unit: "count",
    goodDirection: "down",
    covers: (record, at) => isLiveAt(record, at) && isReviewDue(record, at),
    statistic: count,
  }),
  define({
    key: "review_overdue",
    label: "Past review",
    definition: "Exceptions in force or on hold of which a review is due and open.",
    unit: "count",
    source: "register",
    goodDirection: "down",
    covers: (record, at) => inForce.includes(record.state) && isReviewDue(record, at),
    statistic: count,
  }),
  define({
    ...live,
    key: "live_never_used",
    label: "Never used",
    definition: "Live exceptions on which no sign-in has rested.",
    unit: "count",
    source: "use",
    goodDirection: "down",
    covers: (record, at) => isLiveAt(record, at) && !record.isUsed,
    statistic: count,
  }),
  define({
    ...live,
    key: "expiring_30",
    label: "Ends within 30 days",
    definition: "Live exceptions that end within 30 days.",
    unit: "count",
    goodDirection: null,
    covers: (record, at) => isLiveAt(record, at) && record.endsAt <= addDays(at, 30),
    statistic: count,
  }),
  define({
    key: "unclosed",
    label: "Ended, not closed",
    definition: "Exceptions that have ended, or were revoked, and are not closed with evidence.",
    unit: "count",
    source: "register",
    goodDirection: "down",
    covers: ({ state, endsAt }, at) => state === "revoked" || (running.includes(state) && endsAt <= at),
    statistic: count,
  }),
  define({
    key: "waiting",
    label: "Waiting for approvers",
    definition: "Requests that wait for a rating or for approvals.",
    unit: "count",
    source: "register",
    goodDirection: "down",
    covers: isWaiting,
    statistic: count,
  }),
  define({
    key: "waiting_days_oldest",
    label: "Oldest waiting",
    definition: "For how long the request that waits longest has waited.",
    unit: "days",
    source: "register",
    goodDirection: "down",
    covers: isWaiting,
    statistic: { kind: "most", value: ({ waitingSince }, at) => daysUntil(waitingSince, at) },
  }),
  define({
    key: "decision_days_median",
    label: "Time to decision",
    definition: `Median of the days from handing in to the last approval or the refusal, of what was decided in the last ${lookBackDays} days.`,
    unit: "days",
    source: "register",
    goodDirection: "down",
    covers: ({ submittedAt, decidedAt }, at) => submittedAt !== null && wasWithin(decidedAt, at),
    statistic: { kind: "median", value: ({ submittedAt, decidedAt }) => daysUntil(submittedAt, decidedAt) },
  }),
  define({
    key: "closure_days_median",
    label: "Time to closure",
    definition: `Median of the days from the end to closing with evidence, of what was closed in the last ${lookBackDays} days.`,
    unit: "days",
    source: "register",
    goodDirection: "down",
    covers: ({ state, updatedAt, endedAt }, at) => state === "closed" && endedAt !== null && wasWithin(updatedAt, at),
    statistic: { kind: "median", value: ({ endedAt, updatedAt }) => daysUntil(endedAt, updatedAt) },
  }),
  define({
    key: "legacy_retired_share",
    label: "Legacy retired",
    definition:
      "The share of the exceptions for legacy protocols and service accounts that were ever in force and are over: ended, revoked or closed.",
    unit: "share",
    source: "register",
    goodDirection: "up",
    covers: ({ category, activatedAt }) => category === "legacy_or_service_account" && activatedAt !== null,
    statistic: {
      kind: "share",
      of: ({ state, endsAt }, at) => state === "closed" || state === "revoked" || endsAt <= at,
    },
  }),
];
