import { sql } from "kysely";
import type { Instant, Reason } from "#app/engine/types.ts";
import type { SignInMethod } from "#app/reports/measured-rows.ts";
import type { Db } from "./connect.ts";

/** A review that was answered, by when it had to be; null where nobody was reminded of it. */
export type AnsweredReview = { exceptionId: string; dueAt: Instant; at: Instant; actsAt: Instant | null };

/** A review that nobody answered until its consequence came. */
export type MissedReview = { exceptionId: string; dueAt: Instant; answeredAt: Instant };

/** Returns the reviews that came due after an instant and were answered, with the instant of their consequence. */
export async function answeredReviews(db: Db, workspaceId: string, since: Instant): Promise<AnsweredReview[]> {
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

/** For these a sign-in is let in by what it has completed. */
const byCompleted = ["MFA_SATISFIED", "MFA_NOT_REQUIRED"] as const satisfies readonly Reason[];

export type CountByMethod = { applicationId: string; reason: Reason; method: SignInMethod; count: number };

/** Returns how many sign-ins from one instant to another were let in by what they had completed, by application, reason and method. */
export async function countByMethod(
  db: Db,
  workspaceId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<CountByMethod[]> {
  const { rows } = await sql<CountByMethod>`select application_id as "applicationId", reason, method, count(*) as count
    from sign_ins
    where workspace_id = ${workspaceId} and reason in (${sql.join(byCompleted)}) and at >= ${from} and at < ${to}
    group by application_id, reason, method`.execute(db);
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Returns how many sign-ins from one instant to another were answered for each of these reasons. */
export async function countByReason(
  db: Db,
  workspaceId: string,
  { from, to, reasons }: { from: Instant; to: Instant; reasons: readonly Reason[] },
): Promise<Map<Reason, number>> {
  // One stretch of an index for each reason; to group a day's sign-ins would read every one of them.
  const counts = reasons.map(
    (reason) => sql`select ${sql.lit(reason)} as reason, count(*) as count from sign_ins
      where workspace_id = ${workspaceId} and reason = ${reason} and at >= ${from} and at < ${to}`,
  );
  const { rows } = await sql<{ reason: Reason; count: number }>`${sql.join(counts, sql` union all `)}`.execute(db);
  return new Map(rows.map(({ reason, count }) => [reason, Number(count)]));
}
