import type { Db } from "#db/connect.ts";
import { definitions } from "./definitions.ts";
import { derive, type Figures, measure } from "./measure.ts";
import type { RowKind } from "./measured-rows.ts";
import { momentOf, readRows } from "./read-rows.server.ts";

const allKinds: readonly RowKind[] = ["exceptions", "reviews", "people", "sign_ins", "rotations", "drills"];

/**
 * Measures a day that is over, as history has it: whenever it is asked, the answer is the same. Of a day on which nobody
 * looked at the people there is nothing to say of them.
 */
export async function figuresAt(db: Db, workspaceId: string, day: string): Promise<Figures> {
  const moment = await momentOf(db, workspaceId, day, day);
  const figures = measure(definitions, await readRows(db, moment, allKinds), moment.at);
  return { ...figures, ...derive(definitions, figures) };
}
