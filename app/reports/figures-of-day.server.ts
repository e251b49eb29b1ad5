import type { Db } from "#db/connect.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { figuresAt } from "./figures-at.server.ts";
import type { Figures } from "./measure.ts";

/** Returns the figures of a calendar day as they were kept at its end; of a day that nobody kept, from the history. */
export async function figuresOfDay(db: Db, workspaceId: string, day: string): Promise<Figures> {
  const kept = await listSnapshots(db, workspaceId, { from: day, to: day });
  if (kept.length === 0) return figuresAt(db, workspaceId, day);
  return Object.fromEntries(kept.map(({ key, value }) => [key, value]));
}
