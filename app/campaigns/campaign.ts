import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { CategoryId } from "#app/register/category.ts";
import type { ReviewOutcome } from "#app/register/command-schemas.ts";
import type { Rating } from "#app/register/risk.ts";

/** Which exceptions in force a campaign is about; null is any. */
export type Selection = {
  category: CategoryId | null;
  rating: Rating | null;
  ownerId: string | null;
  application: string | null;
};

/** A set of exceptions that people review by a deadline. */
export type Campaign = {
  id: string;
  name: string;
  selection: Selection;
  deadline: Instant;
  createdAt: Instant;
  createdBy: string;
  closedAt: Instant | null;
  closedBy: string | null;
  /** What whoever signed it off says of it. */
  statement: string | null;
};

/** One exception of a campaign, with the review that answered it. */
export type CampaignItem = {
  exceptionId: string;
  title: string;
  state: ExceptionState;
  rating: Rating | null;
  reviewerId: string;
  /** When the exception ended, or will. */
  endsAt: Instant;
  review: { at: Instant; by: string; outcome: ReviewOutcome; justification: string } | null;
};

export type ItemStatus = "reviewed" | "escalated" | "ended" | "open";

/** What has become of one item; a campaign that was closed stands as it stood then. */
export function statusOfItem({ review, endsAt }: CampaignItem, { closedAt }: Campaign, now: Instant): ItemStatus {
  // What was escalated waits for somebody above.
  if (review) return review.outcome === "escalate" ? "escalated" : "reviewed";
  return endsAt <= (closedAt ?? now) ? "ended" : "open";
}

export type Progress = Record<ItemStatus, number> & { total: number; settled: number };

/** Counts what has become of the items; settled is what nobody has to look at any more. */
export function progressOf(campaign: Campaign, items: readonly CampaignItem[], now: Instant): Progress {
  const counts = { reviewed: 0, escalated: 0, ended: 0, open: 0 };
  for (const item of items) counts[statusOfItem(item, campaign, now)] += 1;
  return { ...counts, total: items.length, settled: counts.reviewed + counts.ended };
}

type Assigned = { exceptionId: string; reviewerId: string };

/**
 * Gives each exception to the reviewer with the least to do who may decide about it; the ones that nobody of them may
 * decide about are named instead.
 */
export function shareOut(
  exceptionIds: readonly string[],
  reviewerIds: readonly string[],
  isConflicted: (exceptionId: string, reviewerId: string) => boolean,
): { assigned: Assigned[]; without: string[] } {
  const load = new Map(reviewerIds.map((id) => [id, 0]));
  const assigned: Assigned[] = [];
  const without: string[] = [];
  for (const exceptionId of exceptionIds) {
    const able = reviewerIds.filter((reviewerId) => !isConflicted(exceptionId, reviewerId));
    const [reviewerId] = able.toSorted((one, other) => (load.get(one) ?? 0) - (load.get(other) ?? 0));
    if (reviewerId === undefined) {
      without.push(exceptionId);
      continue;
    }
    load.set(reviewerId, (load.get(reviewerId) ?? 0) + 1);
    assigned.push({ exceptionId, reviewerId });
  }
  return { assigned, without };
}
