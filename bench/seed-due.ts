import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/connect.ts";

/** Kinds of exceptions as a large organisation has them: shares in per mille, days of their term and between reviews. */
const kinds = [
  { category: "legacy_or_service_account", share: 440, term: 90, review: 60, grace: 14, silence: "suspend" },
  { category: "accessibility", share: 350, term: 180, review: 90, grace: 14, silence: "remind" },
  { category: "federated_partner", share: 120, term: 90, review: 30, grace: 7, silence: "suspend" },
  { category: "enrollment_constraint", share: 45, term: 14, review: 7, grace: 3, silence: "revoke" },
  { category: "administrative_exclusion", share: 30, term: 7, review: 7, grace: 2, silence: "suspend" },
  { category: "break_glass", share: 10, term: 180, review: 30, grace: 7, silence: "remind" },
  { category: "incident_or_test", share: 5, term: 7, review: 1, grace: 1, silence: "revoke" },
] as const;

const warnedDays = [14, 7, 3, 1];
const owners = 2_000;
/** Of so many reviews one is answered only after its reminder, and of so many of those one not at all. */
const oneUnanswered = 5;

/**
 * Spreads the ends and reviews of a seeded register over their terms and cadences, and marks what was due until a day ago
 * as done: what is due now is one day's share of everything. SQLite only.
 */
export async function seedDue(db: Db, workspaceId: string, now: string): Promise<void> {
  const number = sql`cast(substr(id, 10) as integer)`;
  const place = sql`(${number} % 1000)`;
  let from = 0;
  const branches = kinds.map((kind) => {
    const until = from + kind.share;
    const branch = { ...kind, isOf: sql`${place} >= ${sql.lit(from)} and ${place} < ${sql.lit(until)}` };
    from = until;
    return branch;
  });
  const byKind = (value: (kind: (typeof branches)[number]) => RawBuilder<unknown>) =>
    sql`case ${sql.join(
      branches.map((kind) => sql`when ${kind.isOf} then ${value(kind)}`),
      sql` `,
    )} end`;
  // Two numbers between 0 and 1 that have nothing to do with each other or with the kind.
  const [chance, other] = [sql`((${number} * 7919) % 100003) / 100003.0`, sql`((${number} * 6287) % 99991) / 99991.0`];
  const later = (days: RawBuilder<unknown>) => sql`strftime('%Y-%m-%dT%H:%M:%fZ', ${now}, (${days}) || ' days')`;

  await sql`update exceptions set category = ${byKind(({ category }) => sql.lit(category))},
    ends_at = ${later(byKind(({ term }) => sql`${chance} * ${sql.lit(term + 1)} - 1`))},
    starts_at = ${later(byKind(({ term }) => sql`${chance} * ${sql.lit(term + 1)} - 1 - ${sql.lit(term)}`))},
    next_review_at = ${later(byKind(({ review }) => sql`${other} * ${sql.lit(review + 1)} - 1`))},
    owner_id = 'usr_' || (3 + ${number} % ${sql.lit(owners)}),
    requestor_id = 'usr_' || (3 + ${number} * 3 % ${sql.lit(owners)})
    where workspace_id = ${workspaceId}`.execute(db);
  await sql`update exceptions set activated_at = starts_at, approved_at = starts_at, created_at = starts_at
    where workspace_id = ${workspaceId}`.execute(db);
  for (const days of warnedDays)
    await sql`insert into expiry_warnings (workspace_id, exception_id, ends_at, threshold_days, warned_at)
      select workspace_id, id, ends_at, ${sql.lit(days)}, starts_at from exceptions
      where workspace_id = ${workspaceId} and ends_at <= ${later(sql`${sql.lit(days - 1)}`)}`.execute(db);
  await markUsed(db, workspaceId, later(sql`-0.5`));
  for (const { category, grace, silence } of kinds)
    await leaveUnanswered(db, workspaceId, { category, silence, later, grace, number });
}

/** Nineteen of twenty were used yesterday, and of the others somebody has been told long ago. */
async function markUsed(db: Db, workspaceId: string, yesterday: RawBuilder<unknown>): Promise<void> {
  await sql`insert into exception_usage (workspace_id, exception_id, facet, value, uses, last_at)
    select workspace_id, id, 'all', '', 5, ${yesterday} from exceptions
    where workspace_id = ${workspaceId} and cast(substr(id, 10) as integer) % 20 > 0`.execute(db);
  await sql`insert into revocation_proposals (workspace_id, exception_id, cause, since, proposed_at)
    select workspace_id, id, 'dormant', starts_at, ${yesterday} from exceptions
    where workspace_id = ${workspaceId} and cast(substr(id, 10) as integer) % 20 = 0`.execute(db);
}

type Unanswered = {
  category: string;
  silence: string;
  grace: number;
  later: (days: RawBuilder<unknown>) => RawBuilder<unknown>;
  number: RawBuilder<unknown>;
};

/** Of the reviews that were due a grace ago, and half a one, some are still open: today they are warned of, or answered. */
async function leaveUnanswered(db: Db, workspaceId: string, each: Unanswered): Promise<void> {
  const { category, silence, grace, later, number } = each;
  for (const [isWarned, days] of [
    [false, grace / 2],
    [true, grace],
  ] as const) {
    const due = later(sql`${sql.lit(-days)} - 0.5`);
    const acts = later(sql`${sql.lit(grace - days)} - 0.5`);
    // As many as fell due in a day of which nobody answered; they are taken from those that are due next.
    const share = sql`(select count(*) / ${sql.lit(oneUnanswered)} from exceptions where workspace_id = ${workspaceId}
      and category = ${category} and next_review_at <= ${later(sql`0`)})`;
    const chosen = sql`select id from exceptions where workspace_id = ${workspaceId} and category = ${category}
      and next_review_at > ${later(sql`0`)} and ends_at > ${later(sql`1`)} order by ${number} limit ${share}`;
    await sql`insert into silences (workspace_id, exception_id, due_at, reminded_at, warned_at, answered_at, consequence, acts_at, next_at)
      select ${workspaceId}, id, ${due}, ${due}, ${isWarned ? due : sql`null`}, null, ${silence}, ${acts}, ${later(sql`-0.5`)}
      from (${chosen})`.execute(db);
    await sql`update exceptions set next_review_at = ${due} where workspace_id = ${workspaceId} and category = ${category}
      and exists (select 1 from silences where silences.workspace_id = exceptions.workspace_id and exception_id = exceptions.id)
      and next_review_at > ${later(sql`0`)}`.execute(db);
  }
}
