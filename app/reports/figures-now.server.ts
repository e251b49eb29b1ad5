import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { definitions } from "./definitions.ts";
import { derive, type Figures, measure } from "./measure.ts";
import type { RowKind } from "./measured-rows.ts";
import { momentOf, readRows } from "./read-rows.server.ts";

export type { Figures } from "./measure.ts";

const allKinds: readonly RowKind[] = ["exceptions", "reviews", "people", "sign_ins", "rotations", "drills"];

/** Measures the workspace as it is; what there is nothing to say of is left out. */
export async function figuresNow(db: Db, workspaceId: string, now: Instant): Promise<Figures> {
  const moment = await momentOf(db, workspaceId, null, now);
  const figures = measure(definitions, await readRows(db, moment, allKinds), moment.at);
  return { ...figures, ...derive(definitions, figures) };
}
