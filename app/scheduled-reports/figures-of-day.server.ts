import type { Figures } from "#app/reports/measure.ts";
import type { Db } from "#db/connect.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";

/** Returns the figures of a calendar day as they were kept at its end. */
export async function figuresOfDay(db: Db, workspaceId: string, day: string): Promise<Figures> {
  const kept = await listSnapshots(db, workspaceId, { from: day, to: day });
  return Object.fromEntries(kept.map(({ key, value }) => [key, value]));
}
