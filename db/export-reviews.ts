import type { ExpressionBuilder } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

/** Which reviews; an empty text means any. */
export type ReviewFilter = { exception: string; from: string; to: string };

/** A review, with what its exception is called now. */
export type ExportedReview = {
  exceptionId: string;
  at: Instant;
  dueAt: Instant | null;
  reviewerId: string;
  outcome: string;
  justification: string;
  endsAt: Instant;
  title: string;
  category: string;
  rating: string | null;
  ownerId: string | null;
};

/** Returns reviews in the order of their exceptions, and of each the oldest first. */
export async function readReviews(
  db: Db,
  workspaceId: string,
  { after, limit, ...filter }: ReviewFilter & { after: { exceptionId: string; at: Instant }; limit: number },
): Promise<ExportedReview[]> {
  return db
    .selectFrom("reviews")
    .innerJoin("exceptions", (join) =>
      join
        .onRef("exceptions.workspaceId", "=", "reviews.workspaceId")
        .onRef("exceptions.id", "=", "reviews.exceptionId"),
    )
    .select([
      "reviews.exceptionId",
      "reviews.at",
      "reviews.dueAt",
      "reviews.reviewerId",
      "reviews.outcome",
      "reviews.justification",
      "reviews.endsAt",
      "exceptions.title",
      "exceptions.category",
      "exceptions.rating",
      "exceptions.ownerId",
    ])
    .where((eb) => fits(eb, workspaceId, filter))
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple("reviews.exceptionId", "reviews.at"), ">", tuple(after.exceptionId, after.at)),
    )
    .orderBy("reviews.exceptionId")
    .orderBy("reviews.at")
    .limit(limit)
    .execute();
}

/** Counts the reviews that fit. */
export async function countReviews(db: Db, workspaceId: string, filter: ReviewFilter): Promise<number> {
  const { count } = await db
    .selectFrom("reviews")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where((eb) => fits(eb, workspaceId, filter))
    .executeTakeFirstOrThrow();
  return count;
}

function fits(eb: ExpressionBuilder<Schema, "reviews">, workspaceId: string, { exception, from, to }: ReviewFilter) {
  return eb.and([
    eb("reviews.workspaceId", "=", workspaceId),
    ...(exception === "" ? [] : [eb("reviews.exceptionId", "=", exception)]),
    ...(from === "" ? [] : [eb("reviews.at", ">=", from)]),
    ...(to === "" ? [] : [eb("reviews.at", "<", to)]),
  ]);
}
