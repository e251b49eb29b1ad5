import type { ExpressionBuilder } from "kysely";
import type { Db } from "./connect.ts";
import type { KpiValue } from "./kpi-snapshots.ts";
import type { Schema } from "./schema.ts";

/** Which figures of which days; an empty text means any. */
export type FigureFilter = { key: string; from: string; to: string };

/** Returns what was measured, in the order of the days and keys. */
export async function readFigures(
  db: Db,
  workspaceId: string,
  { after, limit, ...filter }: FigureFilter & { after: { day: string; key: string }; limit: number },
): Promise<KpiValue[]> {
  return db
    .selectFrom("kpiSnapshots")
    .select(["day", "key", "value"])
    .where((eb) => fits(eb, workspaceId, filter))
    .where(({ eb, refTuple, tuple }) => eb(refTuple("day", "key"), ">", tuple(after.day, after.key)))
    .orderBy("day")
    .orderBy("key")
    .limit(limit)
    .execute();
}

/** Counts the figures that fit. */
export async function countFigures(db: Db, workspaceId: string, filter: FigureFilter): Promise<number> {
  const { count } = await db
    .selectFrom("kpiSnapshots")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where((eb) => fits(eb, workspaceId, filter))
    .executeTakeFirstOrThrow();
  return count;
}

/** A period of instants is as good as one of days: each begins with the day. */
function fits(eb: ExpressionBuilder<Schema, "kpiSnapshots">, workspaceId: string, { key, from, to }: FigureFilter) {
  return eb.and([
    eb("workspaceId", "=", workspaceId),
    ...(key === "" ? [] : [eb("key", "=", key)]),
    ...(from === "" ? [] : [eb("day", ">=", from.slice(0, 10))]),
    ...(to === "" ? [] : [eb("day", "<", to)]),
  ]);
}
