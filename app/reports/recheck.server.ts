import type { Db } from "#db/connect.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { figureAt } from "./figures-at.server.ts";

/** What was kept of a figure on its day, and what history says of that day now; they are to be equal. */
export type Recheck = { kept: number | null; recomputed: number | null };

/** Measures a figure of a past day once more, beside what was kept of it. */
export async function recheck(db: Db, workspaceId: string, key: string, day: string): Promise<Recheck> {
  const [snapshot] = await listSnapshots(db, workspaceId, { from: day, to: day, key });
  return { kept: snapshot?.value ?? null, recomputed: await figureAt(db, workspaceId, { key, day }) };
}
