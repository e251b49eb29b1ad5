import { sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { UsageShares } from "#app/register/usage.ts";
import type { UsageCount, UsageFacet } from "#app/signins/count-usage.ts";
import { type Db, elementsOf } from "./connect.ts";

/** As many ids as one statement may name on every database. */
const mostAtOnce = 500;

/**
 * Adds to what is counted already; within the transaction that has gathered the decisions, so that none counts twice. The
 * counts are one value: a statement that grows with them would be compiled anew each time, and is long.
 */
export async function addUsage(tx: Db, workspaceId: string, counts: readonly UsageCount[]): Promise<void> {
  if (counts.length === 0) return;
  const json = JSON.stringify(
    counts.map(({ exceptionId, facet, value, uses, lastAt }) => [exceptionId, facet, value, uses, lastAt]),
  );
  await sql`insert into exception_usage (workspace_id, exception_id, facet, value, uses, last_at)
    select ${workspaceId}, entry.value->>0, entry.value->>1, entry.value->>2, cast(entry.value->>3 as integer), entry.value->>4
      from ${elementsOf(tx, sql`${json}`)} where true
    on conflict (workspace_id, exception_id, facet, value) do update set
      uses = exception_usage.uses + excluded.uses,
      last_at = case when exception_usage.last_at < excluded.last_at then excluded.last_at else exception_usage.last_at end`.execute(
    tx,
  );
}

/** Returns how often each of these records was used and when last, as far as decisions have been gathered; one that was not is left out. */
export async function totalUsage(
  db: Db,
  workspaceId: string,
  exceptionIds: readonly string[],
): Promise<Map<string, { uses: number; lastAt: Instant }>> {
  const totals = new Map<string, { uses: number; lastAt: Instant }>();
  for (let start = 0; start < exceptionIds.length; start += mostAtOnce) {
    const rows = await db
      .selectFrom("exceptionUsage")
      .select(["exceptionId", "uses", "lastAt"])
      .where("workspaceId", "=", workspaceId)
      .where("exceptionId", "in", exceptionIds.slice(start, start + mostAtOnce))
      .where("facet", "=", "all")
      .execute();
    for (const { exceptionId, ...total } of rows) totals.set(exceptionId, total);
  }
  return totals;
}

/** Returns who used a record most, or where. */
export async function usageShares(
  db: Db,
  workspaceId: string,
  { exceptionId, facet, limit }: { exceptionId: string; facet: UsageFacet; limit: number },
): Promise<UsageShares> {
  const shares = db
    .selectFrom("exceptionUsage")
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .where("facet", "=", facet);
  const most = await shares
    .select(["value", "uses", "lastAt"])
    .orderBy("uses", "desc")
    .orderBy("value")
    .limit(limit)
    .execute();
  const { count } = await shares.select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  return { most, count };
}

/** Returns how often a record was used in each quarter of an hour since an instant, the earliest first. */
export async function usageByQuarter(
  db: Db,
  workspaceId: string,
  { exceptionId, from }: { exceptionId: string; from: Instant },
): Promise<{ quarter: string; uses: number }[]> {
  return db
    .selectFrom("exceptionUsage")
    .select(["value as quarter", "uses"])
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", exceptionId)
    .where("facet", "=", "quarter")
    .where("value", ">=", from.slice(0, 16))
    .orderBy("value")
    .execute();
}
