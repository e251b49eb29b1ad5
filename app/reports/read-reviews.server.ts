import { addDays } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { answeredReviews, missedReviews } from "#db/measured.ts";
import type { MeasuredReview } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { reviewDays } from "./review-figures.ts";

/** Reads the reviews that came due before a moment, each once, as far as they were answered or missed by then. */
export async function readReviews(db: Db, { workspaceId, at }: Moment): Promise<MeasuredReview[]> {
  const since = addDays(at, -reviewDays);
  const reviews = new Map<string, MeasuredReview>();
  for (const { exceptionId, dueAt, at: answeredAt, actsAt } of await answeredReviews(db, workspaceId, since)) {
    if (answeredAt > at) continue;
    const id = `${exceptionId} ${dueAt}`;
    const known = reviews.get(id);
    const isInTime = actsAt === null || answeredAt <= actsAt;
    const first = known?.answeredAt && known.answeredAt < answeredAt ? known.answeredAt : answeredAt;
    reviews.set(id, { id, exceptionId, dueAt, answeredAt: first, isInTime: isInTime || (known?.isInTime ?? false) });
  }
  for (const { exceptionId, dueAt, answeredAt: missedAt } of await missedReviews(db, workspaceId, since)) {
    const id = `${exceptionId} ${dueAt}`;
    if (missedAt <= at && !reviews.has(id))
      reviews.set(id, { id, exceptionId, dueAt, answeredAt: null, isInTime: false });
  }
  return [...reviews.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}
