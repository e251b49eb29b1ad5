import type { Instant } from "#app/engine/types.ts";
import type { Category } from "./category.ts";
import type { ReviewOutcome } from "./command-schemas.ts";
import { silenceEndings } from "./describe-oversight.ts";
import type { Exception } from "./exception.ts";
import { type ExitPlan, exitPlanOf } from "./exit-plan.ts";
import { type Recommendation, type ReviewFacts, recommendReview } from "./recommend-review.ts";
import type { SilenceCase } from "./silence.ts";
import { type Status, statusOf } from "./status.ts";

/** What the pages of reviews show of one exception. */
export type ReviewRow = {
  id: string;
  version: number;
  title: string;
  state: Exception["state"];
  status: Status;
  rating: Exception["rating"];
  owner: string;
  /** Why it was asked for; null for those who may not read it. */
  why: string | null;
  /** What the last review decided and why; null where nobody has reviewed it yet. */
  last: { at: Instant; by: string; outcome: ReviewOutcome; why: string } | null;
  endsAt: Instant;
  dueAt: Instant | null;
  isDue: boolean;
  lastUsedAt: Instant | null;
  plan: ExitPlan;
  recommendation: Recommendation;
  /** What happens if nobody answers, and when. */
  silence: string;
  /** Until when a campaign waits for this person's review. */
  campaignDeadline: Instant | null;
  mayReview: boolean;
  mayKeep: boolean;
};

type Around = Omit<ReviewFacts, "record" | "dormantAfterDays"> & {
  rules: Category;
  owner: string;
  showsReason: boolean;
  last: ReviewRow["last"];
  silence: SilenceCase | undefined;
  campaignDeadline: Instant | null;
  mayReview: boolean;
  mayKeep: boolean;
  /** Writes an instant for people. */
  exact: (at: Instant) => string;
};

/** Puts together what is known of an exception when it comes to its review. */
export function reviewRow(record: Exception, { rules, silence, exact, ...facts }: Around): ReviewRow {
  const { now, owner, last, showsReason, lastUsedAt, campaignDeadline, mayReview, mayKeep } = facts;
  return {
    ...{ id: record.id, version: record.version, title: record.title, state: record.state, rating: record.rating },
    ...{ status: statusOf(record, now), owner, endsAt: record.endsAt, dueAt: record.nextReviewAt },
    ...{ why: showsReason ? record.justification : null, last },
    isDue: record.nextReviewAt !== null && record.nextReviewAt <= now,
    lastUsedAt,
    plan: exitPlanOf(record, now),
    recommendation: recommendReview({ ...facts, record, dormantAfterDays: rules.dormantAfterDays }),
    silence: silenceText(rules, silence, exact),
    ...{ campaignDeadline, mayReview, mayKeep },
  };
}

/** The grace begins with the reminder; until that was sent nobody knows the instant. */
function silenceText({ silence, graceDays }: Category, known: SilenceCase | undefined, exact: Around["exact"]): string {
  if (known?.answeredAt) return `Nobody answered by ${exact(known.actsAt)}: ${silenceEndings[known.consequence].came}`;
  if (known) return `On ${exact(known.actsAt)}: ${silenceEndings[known.consequence].comes}`;
  const grace = graceDays === 1 ? "A day" : `${graceDays} days`;
  return `${grace} after the reminder: ${silenceEndings[silence].comes}`;
}
