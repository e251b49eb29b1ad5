import type { Db } from "#db/connect.ts";
import { type Covered, coveredRows } from "./covered-rows.ts";
import type { Definition } from "./kpi.ts";
import type { Moment } from "./moment.ts";
import { placesOf } from "./places-of-rows.server.ts";
import { readRows } from "./read-rows.server.ts";
import { dimensionsIn, type Within } from "./within.ts";

/** Reads the rows that a figure covers in a part of the workspace, as it was at a moment. */
export async function coveredWithin(
  db: Db,
  moment: Moment,
  definition: Definition,
  within: Within,
): Promise<Covered[]> {
  const { rows: kind } = definition;
  let covered = coveredRows(definition, await readRows(db, moment, [kind]), moment.at);
  for (const dimension of dimensionsIn(within)) {
    const placeOf = await placesOf(db, moment, { dimension, kind, rows: covered.map(({ row }) => row) });
    covered = covered.filter(({ row }) => placeOf(row).includes(within[dimension] ?? ""));
  }
  return covered;
}
