import type { Instant } from "#app/engine/types.ts";
import type { ReviewOutcome } from "#app/register/command-schemas.ts";
import type { Exception } from "#app/register/exception.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import type { Review } from "#app/register/review.ts";
import type { Db } from "./connect.ts";
import { exceptionFilter } from "./exception-filter.ts";
import { exceptionOf } from "./exceptions.ts";

const columns = ["exceptionId", "dueAt", "at", "reviewerId", "outcome", "justification", "endsAt"] as const;

/** Keeps a review, once; false where the exception was reviewed at the very same instant. */
export async function insertReview(tx: Db, workspaceId: string, review: Review): Promise<boolean> {
  const kept = await tx
    .insertInto("reviews")
    .values({ workspaceId, ...review })
    .onConflict((conflict) => conflict.doNothing())
    .returning("at")
    .executeTakeFirst();
  return kept !== undefined;
}

/** Returns the reviews of an exception, oldest first. */
export async function reviewsOf(db: Db, workspaceId: string, exceptionId: string): Promise<Review[]> {
  const rows = await db
    .selectFrom("reviews")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .orderBy("at")
    .execute();
  return rows.map(reviewOf);
}

function reviewOf(row: Omit<Review, "outcome"> & { outcome: string }): Review {
  return { ...row, outcome: row.outcome as ReviewOutcome }; // cast: written from the union
}

/** Returns the last review of each of these exceptions, by exception; those that nobody has reviewed are left out. */
export async function lastReviews(db: Db, workspaceId: string, exceptionIds: readonly string[]) {
  if (exceptionIds.length === 0) return new Map<string, Review>();
  const rows = await db
    .selectFrom("reviews")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "in", [...exceptionIds])
    .orderBy("at")
    .execute();
  return new Map(rows.map((row) => [row.exceptionId, reviewOf(row)]));
}

/** Returns the exceptions that a query finds, the one whose review is due first at the head. */
export async function listByReview(db: Db, workspaceId: string, query: ListQuery): Promise<Exception[]> {
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where((eb) => exceptionFilter(eb, workspaceId, query, null))
    .where("nextReviewAt", "is not", null)
    .orderBy("nextReviewAt")
    .orderBy("id")
    .limit(query.limit)
    .execute();
  return rows.map(exceptionOf);
}

/** Counts the reviews that came due since an instant and were answered; one that was escalated is still open. */
export async function countAnswered(
  db: Db,
  workspaceId: string,
  { since, reviewerId }: { since: Instant; reviewerId: string | null },
): Promise<number> {
  let query = db
    .selectFrom("reviews")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("dueAt", ">=", since)
    .where("outcome", "!=", "escalate");
  if (reviewerId !== null) query = query.where("reviewerId", "=", reviewerId);
  const { count } = await query.executeTakeFirstOrThrow();
  return Number(count);
}
