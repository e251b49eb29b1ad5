import type { Instant } from "#app/engine/types.ts";
import type { UsageShares } from "#app/register/usage.ts";
import type { UsageCount, UsageFacet } from "#app/signins/count-usage.ts";
import type { Db } from "./connect.ts";

/** As many rows as one statement may take on every database. */
const mostAtOnce = 100;

/** Adds to what is counted already; within the transaction that has gathered the decisions, so that none counts twice. */
export async function addUsage(tx: Db, workspaceId: string, counts: readonly UsageCount[]): Promise<void> {
  for (let start = 0; start < counts.length; start += mostAtOnce)
    await tx
      .insertInto("exceptionUsage")
      .values(counts.slice(start, start + mostAtOnce).map((count) => ({ workspaceId, ...count })))
      .onConflict((conflict) =>
        conflict.columns(["workspaceId", "exceptionId", "facet", "value"]).doUpdateSet((eb) => ({
          uses: eb("exceptionUsage.uses", "+", eb.ref("excluded.uses")),
          lastAt: eb
            .case()
            .when("exceptionUsage.lastAt", "<", eb.ref("excluded.lastAt"))
            .then(eb.ref("excluded.lastAt"))
            .else(eb.ref("exceptionUsage.lastAt"))
            .end(),
        })),
      )
      .execute();
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
