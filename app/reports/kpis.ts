import { categoryPack } from "#app/register/category.ts";
import { ratings } from "#app/register/risk.ts";

/** What a figure is counted in; a share is from 0 to 1. */
export type KpiUnit = "count" | "days" | "share";

/**
 * What a figure is read from. What the register, its reviews and the sign-ins were on a past day can be read from what is kept
 * of them; who had a factor, and what was never used, is known on the day only.
 */
export type KpiSource = "register" | "reviews" | "sign_ins" | "people" | "use";

/** One figure of the programme: what it is called, what it means, and what it is read from. */
export type Kpi = { key: string; label: string; definition: string; unit: KpiUnit; source: KpiSource };

/** Over how many days decisions and closures are looked back at. */
export const lookBackDays = 30;
/** Over how many days reviews are looked back at: the longest cadence. */
export const reviewDays = 90;

const register = { source: "register" } as const;

const byCategory: Kpi[] = categoryPack.map(({ id, label }) => ({
  ...register,
  key: `live.category.${id}`,
  label: `Live: ${label}`,
  definition: `Live exceptions of the category “${label}”.`,
  unit: "count",
}));

const byRating: Kpi[] = ratings.map((rating) => ({
  ...register,
  key: `live.rating.${rating}`,
  label: `Live: ${rating} risk`,
  definition: `Live exceptions that are rated ${rating}.`,
  unit: "count",
}));

/** Every figure that is kept for each day, with its definition. */
export const kpis: readonly Kpi[] = [
  {
    ...register,
    key: "live",
    label: "Live exceptions",
    definition: "Exceptions that are approved, in place, not on hold, and between their start and their end.",
    unit: "count",
  },
  ...byCategory,
  ...byRating,
  {
    ...register,
    key: "live_days_median",
    label: "Median duration",
    definition: "Half of the live exceptions have been in force for longer than this, half for less.",
    unit: "days",
  },
  {
    ...register,
    key: "live_days_oldest",
    label: "Oldest",
    definition: "For how long the oldest live exception has been in force.",
    unit: "days",
  },
  {
    ...register,
    key: "live_controlled_share",
    label: "With compensating controls",
    definition: "The share of the live exceptions that name at least one compensating control.",
    unit: "share",
  },
  {
    ...register,
    key: "live_review_overdue",
    label: "Review overdue, still live",
    definition: "Live exceptions of which a review is due and open.",
    unit: "count",
  },
  {
    ...register,
    key: "review_overdue",
    label: "Past review",
    definition: "Exceptions in force or on hold of which a review is due and open.",
    unit: "count",
  },
  {
    ...register,
    key: "expiring_30",
    label: "Ends within 30 days",
    definition: "Live exceptions that end within 30 days.",
    unit: "count",
  },
  {
    ...register,
    key: "unclosed",
    label: "Ended, not closed",
    definition: "Exceptions that have ended, or were revoked, and are not closed with evidence.",
    unit: "count",
  },
  {
    ...register,
    key: "waiting",
    label: "Waiting for approvers",
    definition: "Requests that wait for a rating or for approvals.",
    unit: "count",
  },
  {
    ...register,
    key: "waiting_days_oldest",
    label: "Oldest waiting",
    definition: "For how long the request that waits longest has waited.",
    unit: "days",
  },
  {
    ...register,
    key: "decision_days_median",
    label: "Time to decision",
    definition: `Median of the days from handing in to the last approval or the refusal, of what was decided in the last ${lookBackDays} days.`,
    unit: "days",
  },
  {
    ...register,
    key: "closure_days_median",
    label: "Time to closure",
    definition: `Median of the days from the end to closing with evidence, of what was closed in the last ${lookBackDays} days.`,
    unit: "days",
  },
  {
    key: "review_sla_share",
    label: "Reviews in time",
    definition: `The share of the reviews that came due in the last ${reviewDays} days, and were answered or left to their consequence, that were answered before the grace of their category was over.`,
    unit: "share",
    source: "reviews",
  },
  {
    key: "sign_ins_allowed",
    label: "Sign-ins let in",
    definition: "Sign-ins of the day that were let in.",
    unit: "count",
    source: "sign_ins",
  },
  {
    key: "sign_ins_mfa_share",
    label: "Sign-ins with MFA",
    definition:
      "The share of the sign-ins let in that met what the policy asks, without an exception or time to enrol.",
    unit: "share",
    source: "sign_ins",
  },
  {
    key: "sign_ins_exempt_share",
    label: "Sign-ins by exception",
    definition: "The share of the sign-ins let in that rested on an exception.",
    unit: "share",
    source: "sign_ins",
  },
  {
    key: "people",
    label: "People",
    definition: "People who are not barred.",
    unit: "count",
    source: "people",
  },
  {
    key: "people_mfa_share",
    label: "People with MFA",
    definition: "The share of the people who lack no factor that the policy asks of them.",
    unit: "share",
    source: "people",
  },
  {
    key: "people_without_factor",
    label: "People without a factor",
    definition: "People of whom the policy asks a factor and who have none that it accepts.",
    unit: "count",
    source: "people",
  },
  {
    key: "people_in_grace",
    label: "People in their time to enrol",
    definition: "Those of them whose time to enrol is running.",
    unit: "count",
    source: "people",
  },
  {
    key: "live_never_used",
    label: "Never used",
    definition: "Live exceptions on which no sign-in has rested.",
    unit: "count",
    source: "use",
  },
];
