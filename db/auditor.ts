import { sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { type Db, readBy } from "./connect.ts";

/** How many exceptions of a category are live, and until when the last of them is. */
export type LiveOfCategory = { category: string; count: number; highOrCritical: number; lastEndsAt: Instant };

/** Counts what is live at an instant, by category. */
export async function countLive(db: Db, workspaceId: string, now: Instant): Promise<LiveOfCategory[]> {
  return db
    .selectFrom("exceptions")
    .select((eb) => [
      "category",
      eb.fn.countAll<number>().as("count"),
      eb.fn
        .coalesce(
          eb.fn.sum<number>(eb.case().when("rating", "in", ["high", "critical"]).then(1).else(0).end()),
          eb.lit(0),
        )
        .as("highOrCritical"),
      eb.fn.max("endsAt").as("lastEndsAt"),
    ])
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "active")
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .groupBy("category")
    .orderBy("category")
    .execute();
}

type Span = { from: Instant; to: Instant };

/** So many sign-ins are looked at for a page, the newest of the span. */
const mostLookedAt = 50_000;

/** Who was let in how often, and by which exception; null where no exception is cited. */
export type LetIn = { exceptionId: string | null; subjectId: string; count: number; lastAt: Instant };

/** Returns who was let in for a reason, the most frequent first, and whether only the newest sign-ins were looked at. */
export async function letInFor(
  db: Db,
  workspaceId: string,
  { reason, from, to, limit }: Span & { reason: string; limit: number },
): Promise<{ rows: LetIn[]; total: number; isCut: boolean }> {
  const looked = sql`select exception_id, subject_id, at from ${readBy(db, "sign_ins", "sign_ins_by_reason")}
    where workspace_id = ${workspaceId} and reason = ${reason} and at >= ${from} and at < ${to}
    order by at desc limit ${mostLookedAt + 1}`;
  const { rows } = await sql<
    LetIn & { total: number }
  >`select exception_id, subject_id, count(*) as count, max(at) as last_at,
      sum(count(*)) over () as total
    from (${looked}) as looked group by exception_id, subject_id
    order by count(*) desc, exception_id, subject_id limit ${limit}`.execute(db);
  const total = Number(rows[0]?.total ?? 0);
  return {
    rows: rows.map(({ total: _total, ...row }) => row),
    total: Math.min(total, mostLookedAt),
    isCut: total > mostLookedAt,
  };
}

/** Counts the events of some types within a span of time. */
export async function countEventsWithin(
  db: Db,
  workspaceId: string,
  { types, from, to }: Span & { types: readonly string[] },
): Promise<number> {
  const { count } = await db
    .selectFrom("auditEvents")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("type", "in", types.length > 0 ? types : [""])
    .where("at", ">=", from)
    .where("at", "<", to)
    .executeTakeFirstOrThrow();
  return count;
}

/** Returns which content records have now, by their hash, and what they are called. */
export async function contentOfRecords(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, { title: string; contentHash: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("exceptions")
    .select(["id", "title", "contentHash"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, ...record }) => [id, record]));
}
