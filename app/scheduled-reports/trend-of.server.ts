import { figuresAt } from "#app/reports/figures-at.server.ts";
import type { Db } from "#db/connect.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { addToDay } from "./schedule.ts";

/** So many days apart is a trend measured that nobody kept. */
const stepDays = 7;

/** Returns how a figure went, by what was kept at the end of each day; where nothing was kept, week by week from the history. */
export async function trendOf(
  db: Db,
  workspaceId: string,
  { key, from, to }: { key: string; from: string; to: string },
): Promise<{ day: string; value: number }[]> {
  const kept = await listSnapshots(db, workspaceId, { key, from, to });
  if (kept.length > 1) return kept.map(({ day, value }) => ({ day, value }));
  const points: { day: string; value: number }[] = [];
  for (let day = to; day >= from; day = addToDay(day, -stepDays)) {
    const { [key]: value } = await figuresAt(db, workspaceId, day);
    if (value !== undefined) points.unshift({ day, value });
  }
  return points;
}
