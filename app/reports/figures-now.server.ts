import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { definitions } from "./definitions.ts";
import { derive, type Figures, measure } from "./measure.ts";
import { measureRegisterNow } from "./measure-register-now.server.ts";
import { momentOf, readRows } from "./read-rows.server.ts";

export type { Figures } from "./measure.ts";

/** Measures the workspace as it is; what there is nothing to say of is left out. */
export async function figuresNow(db: Db, workspaceId: string, now: Instant): Promise<Figures> {
  const moment = await momentOf(db, workspaceId, null, now);
  const others = await readRows(db, moment, ["reviews", "people", "sign_ins", "rotations", "drills"]);
  const figures = { ...(await measureRegisterNow(db, moment)), ...measure(definitions, others, moment.at) };
  return { ...figures, ...derive(definitions, figures) };
}
