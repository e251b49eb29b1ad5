import type { Instant } from "#app/engine/types.ts";
import type { ReviewOutcome } from "#app/register/command-schemas.ts";
import type { Db } from "./connect.ts";

/** What one review of an exception decided; final once it is written. */
export type Review = {
  exceptionId: string;
  /** When it was due; null where nobody had to. */
  dueAt: Instant | null;
  at: Instant;
  reviewerId: string;
  outcome: ReviewOutcome;
  justification: string;
  /** The end as the review left it. */
  endsAt: Instant;
};

export async function insertReview(tx: Db, workspaceId: string, review: Review): Promise<void> {
  await tx
    .insertInto("reviews")
    .values({ workspaceId, ...review })
    .execute();
}

/** Returns the reviews of an exception, oldest first. */
export async function reviewsOf(db: Db, workspaceId: string, exceptionId: string): Promise<Review[]> {
  const rows = await db
    .selectFrom("reviews")
    .select(["exceptionId", "dueAt", "at", "reviewerId", "outcome", "justification", "endsAt"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .orderBy("at")
    .execute();
  return rows.map((row) => ({ ...row, outcome: row.outcome as ReviewOutcome })); // cast: written from the union
}
