import type { Figures } from "#app/reports/measure.ts";
import type { Db } from "./connect.ts";

export type KpiValue = { day: string; key: string; value: number };

/** Keeps what was measured of a day; false where that day was measured before, by whichever node. */
export async function keepSnapshot(
  db: Db,
  workspaceId: string,
  { day, figures }: { day: string; figures: Figures },
): Promise<boolean> {
  const rows = Object.entries(figures).map(([key, value]) => ({ workspaceId, day, key, value }));
  if (rows.length === 0) return false;
  return db.transaction().execute(async (tx) => {
    if ((await listSnapshots(tx, workspaceId, { from: day, to: day })).length > 0) return false;
    // Two nodes at once: the second finds each row taken, and keeps none of its own.
    const kept = await tx
      .insertInto("kpiSnapshots")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["workspaceId", "day", "key"]).doNothing())
      .returning("key")
      .execute();
    return kept.length > 0;
  });
}

/** Returns what was measured from one day to another, both included, in the order of the days. */
export async function listSnapshots(
  db: Db,
  workspaceId: string,
  { from, to, key }: { from: string; to: string; key?: string },
): Promise<KpiValue[]> {
  let query = db
    .selectFrom("kpiSnapshots")
    .select(["day", "key", "value"])
    .where("workspaceId", "=", workspaceId)
    .where("day", ">=", from)
    .where("day", "<=", to);
  if (key !== undefined) query = query.where("key", "=", key);
  return query.orderBy("day").orderBy("key").execute();
}

/** Returns the last day that was measured. */
export async function lastSnapshotDay(db: Db, workspaceId: string): Promise<string | null> {
  const { day } = await db
    .selectFrom("kpiSnapshots")
    .select((eb) => eb.fn.max("day").as("day"))
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return day;
}

/** Keeps by which clocks a day is measured; the first to say so is right. */
export async function keepDay(
  db: Db,
  workspaceId: string,
  { day, timeZone }: { day: string; timeZone: string },
): Promise<void> {
  await db
    .insertInto("measuredDays")
    .values({ workspaceId, day, timeZone })
    .onConflict((conflict) => conflict.columns(["workspaceId", "day"]).doNothing())
    .execute();
}

/** Returns the zone by whose clocks a day was measured; null where it was not. */
export async function zoneOfDay(db: Db, workspaceId: string, day: string): Promise<string | null> {
  const row = await db
    .selectFrom("measuredDays")
    .select("timeZone")
    .where("workspaceId", "=", workspaceId)
    .where("day", "=", day)
    .executeTakeFirst();
  return row?.timeZone ?? null;
}
