import { sql } from "kysely";
import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { MeasuredDecision, MeasuredRecord, MeasuredReview, MissedReview } from "#app/reports/measure.ts";
import type { Db } from "./connect.ts";
import { registerAsOf } from "./register-as-of.ts";

const columns = [
  "id",
  "state",
  "category",
  "rating",
  "startsAt",
  "endsAt",
  "activatedAt",
  "endedAt",
  "updatedAt",
  "waitingSince",
  "nextReviewAt",
  "controlCount",
] as const;

type Page = { after: string; limit: number };

/** Returns what the figures look at of the records as they are, from one id on. */
export async function measuredNow(db: Db, workspaceId: string, { after, limit }: Page): Promise<MeasuredRecord[]> {
  const rows = await db
    .selectFrom("exceptions")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as ExceptionState })); // cast: written from the union
}

/** Returns the same as the records were at an instant, by their revisions; a record of then without one makes it incomplete. */
export async function measuredAt(
  db: Db,
  workspaceId: string,
  { at, after, limit }: Page & { at: Instant },
): Promise<{ records: MeasuredRecord[]; last: string | null; isComplete: boolean }> {
  const past = await registerAsOf(db, workspaceId, { at, after, limit });
  const records = past.flatMap(({ record }) => (record === null ? [] : [measuredOf(record)]));
  return { records, last: past.at(-1)?.id ?? null, isComplete: records.length === past.length };
}

function measuredOf({ compensatingControls, ...record }: Exception): MeasuredRecord {
  const { id, state, category, rating, startsAt, endsAt, activatedAt, endedAt, updatedAt } = record;
  const { waitingSince, nextReviewAt } = record;
  const times = { startsAt, endsAt, activatedAt, endedAt, updatedAt, waitingSince, nextReviewAt };
  return { id, state, category, rating, ...times, controlCount: compensatingControls.length };
}

/** Returns what was decided after an instant and before it was in force: by its last approval, or by a refusal. */
export async function decisionsSince(db: Db, workspaceId: string, since: Instant): Promise<MeasuredDecision[]> {
  const approved = await db
    .selectFrom("approvals")
    .innerJoin("exceptions", (join) =>
      join
        .onRef("exceptions.workspaceId", "=", "approvals.workspaceId")
        .onRef("exceptions.id", "=", "approvals.exceptionId"),
    )
    .select((eb) => ["exceptions.submittedAt", eb.fn.max("approvals.at").as("decidedAt")])
    .where("approvals.workspaceId", "=", workspaceId)
    .where("exceptions.state", "not in", [
      "draft",
      "submitted",
      "changes_requested",
      "assessed",
      "rejected",
      "withdrawn",
    ])
    // What was approved later was an extension, or an emergency that had long begun.
    .where((eb) =>
      eb.or([eb("exceptions.activatedAt", "is", null), eb("approvals.at", "<=", eb.ref("exceptions.activatedAt"))]),
    )
    .where("exceptions.updatedAt", ">", since)
    .groupBy(["exceptions.id", "exceptions.submittedAt"])
    .execute();
  const refused = await db
    .selectFrom("exceptions")
    .select(["submittedAt", "endedAt as decidedAt"])
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "rejected")
    .where("endedAt", ">", since)
    .execute();
  return [...approved, ...refused].flatMap(({ submittedAt, decidedAt }) =>
    submittedAt !== null && decidedAt !== null && decidedAt > since ? [{ submittedAt, decidedAt }] : [],
  );
}

/** Returns the reviews that came due after an instant and were answered, with the instant of their consequence. */
export async function answeredReviews(db: Db, workspaceId: string, since: Instant): Promise<MeasuredReview[]> {
  const rows = await db
    .selectFrom("reviews")
    .leftJoin("silences", (join) =>
      join
        .onRef("silences.workspaceId", "=", "reviews.workspaceId")
        .onRef("silences.exceptionId", "=", "reviews.exceptionId")
        .onRef("silences.dueAt", "=", "reviews.dueAt"),
    )
    .select(["reviews.exceptionId", "reviews.dueAt", "reviews.at", "silences.actsAt"])
    .where("reviews.workspaceId", "=", workspaceId)
    .where("reviews.dueAt", ">", since)
    .where("reviews.outcome", "!=", "escalate")
    .execute();
  return rows.flatMap(({ dueAt, ...row }) => (dueAt === null ? [] : [{ ...row, dueAt }]));
}

/** Returns the reviews that came due after an instant and were left to their consequence. */
export async function missedReviews(db: Db, workspaceId: string, since: Instant): Promise<MissedReview[]> {
  const rows = await db
    .selectFrom("silences")
    .select(["exceptionId", "dueAt", "answeredAt"])
    .where("workspaceId", "=", workspaceId)
    .where("dueAt", ">", since)
    .where("answeredAt", "is not", null)
    .execute();
  return rows.flatMap(({ answeredAt, ...row }) => (answeredAt === null ? [] : [{ ...row, answeredAt }]));
}

/** Returns how many sign-ins were let in from one instant to another, by reason. */
export async function allowedByReason(
  db: Db,
  workspaceId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("signIns")
    .select(["reason", sql<number>`count(*)`.as("count")])
    .where("workspaceId", "=", workspaceId)
    .where("at", ">=", from)
    .where("at", "<", to)
    .where("outcome", "=", "allow")
    .groupBy("reason")
    .execute();
  return new Map(rows.map(({ reason, count }) => [reason, Number(count)]));
}

/** Counts the exceptions that are live and on which no sign-in has rested, as far as decisions have been gathered. */
export async function countNeverUsed(db: Db, workspaceId: string, now: Instant): Promise<number> {
  const { count } = await db
    .selectFrom("exceptions")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "active")
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("exceptionUsage")
            .select("uses")
            .whereRef("exceptionUsage.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("exceptionUsage.exceptionId", "=", "exceptions.id")
            .where("exceptionUsage.facet", "=", "all"),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(count);
}
