import { countReviews, type ExportedReview, readReviews } from "#db/export-reviews.ts";
import type { Cell } from "./cell.ts";
import { readEventQuery } from "./event-query.ts";
import { namesOnce } from "./names-once.server.ts";
import type { Source } from "./source.server.ts";

const pageSize = 500;

const columns = [
  "exception",
  "title",
  "category",
  "rating",
  "owner",
  "due",
  "reviewed",
  "was_late",
  "reviewer",
  "outcome",
  "note",
  "end_after_review",
];

/** Every review that was given: of which exception, when it was due, who answered what and why. */
export const reviewsSource: Source = {
  columns: () => columns,
  readable: {
    title: "Reviews",
    columns: () => ["exception", "title", "rating", "due", "reviewed", "was_late", "reviewer", "outcome", "note"],
  },
  count: ({ db, workspaceId, query }) => countReviews(db, workspaceId, readEventQuery(query)),
  async *read({ db, workspaceId, query }, from) {
    const filter = readEventQuery(query);
    const { nameOf, learn } = namesOnce(db, workspaceId);
    let after = from === null ? { exceptionId: "", at: "" } : JSON.parse(from);
    for (;;) {
      const reviews = await readReviews(db, workspaceId, { ...filter, after, limit: pageSize });
      const last = reviews.at(-1);
      if (last === undefined) return;
      await learn(reviews.flatMap(({ ownerId, reviewerId }) => [ownerId, reviewerId]));
      after = { exceptionId: last.exceptionId, at: last.at };
      yield { rows: reviews.map((review) => rowOf(review, nameOf)), after: JSON.stringify(after) };
    }
  },
};

function rowOf(review: ExportedReview, nameOf: (id: string) => string): Cell[] {
  const { exceptionId, title, category, rating, ownerId, dueAt, at, reviewerId, outcome, justification } = review;
  const wasLate = dueAt === null ? null : at > dueAt;
  return [
    ...[exceptionId, title, category, rating, ownerId && nameOf(ownerId)],
    ...[dueAt, at, wasLate, nameOf(reviewerId), outcome, justification, review.endsAt],
  ];
}
