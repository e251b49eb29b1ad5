import { sql } from "kysely";
import type { FactorKind, Instant, Reason } from "#app/engine/types.ts";
import type { SignInMethod } from "#app/reports/measured-rows.ts";
import { decisionIdOf, placeOf } from "#app/signins/decision-id.ts";
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

/** The methods that figures tell apart, the strongest first, by how a decision has them written down. */
const methodsWritten = [
  ["phishing_resistant", ["passkey", "security_key"]],
  ["otp", ["totp"]],
  ["codes", ["recovery_code"]],
] as const satisfies readonly (readonly [SignInMethod, readonly FactorKind[]])[];

/** The strongest method that a decision was told of. Within a text that people write, these quotes would be escaped. */
const strongestMethod = sql<SignInMethod>`case ${sql.join(
  methodsWritten.map(
    ([method, kinds]) =>
      sql`when ${sql.join(
        kinds.map((kind) => sql`d.body like ${sql.lit(`%"method":"${kind}"%`)}`),
        sql` or `,
      )} then ${sql.lit(method)}`,
  ),
  sql` `,
)} else 'none' end`;

/** For these a sign-in is let in by what it has completed. */
const byCompleted = ["MFA_SATISFIED", "MFA_NOT_REQUIRED"] as const satisfies readonly Reason[];

export type CountByMethod = { applicationId: string; reason: Reason; method: SignInMethod; count: number };

/** Returns how many sign-ins from one instant to another were let in by what they had completed, by application, reason and method. */
export async function countByMethod(
  db: Db,
  workspaceId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<CountByMethod[]> {
  const { rows } =
    await sql<CountByMethod>`select s.application_id as "applicationId", s.reason, ${strongestMethod} as method,
      count(*) as count
    from sign_ins s cross join decisions d
    where s.workspace_id = ${workspaceId} and s.reason in (${sql.join(byCompleted)}) and s.at >= ${from} and s.at < ${to}
      and d.workspace_id = s.workspace_id and d.stream = s.stream and d.batch = s.batch and d.position = s.position
    group by s.application_id, s.reason, method`.execute(db);
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

/** Returns by which method each of these sign-ins was let in that were let in by what they had completed, by the ids of their decisions. */
export async function methodsOf(
  db: Db,
  workspaceId: string,
  decisionIds: readonly string[],
): Promise<Map<string, SignInMethod>> {
  const places = decisionIds.flatMap((id) => placeOf(id) ?? []);
  const found = await Promise.all(
    places.map(async (place) => {
      const { rows } = await sql<{ method: SignInMethod }>`select ${strongestMethod} as method from decisions d
        where d.workspace_id = ${workspaceId} and d.stream = ${place.stream} and d.batch = ${place.batch}
          and d.${sql.ref("position")} = ${place.position} and d.reason in (${sql.join(byCompleted)})`.execute(db);
      return rows.map(({ method }) => [decisionIdOf(place), method] as const);
    }),
  );
  return new Map(found.flat());
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
