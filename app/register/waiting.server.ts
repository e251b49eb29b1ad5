import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import type { Sight } from "./exception-wire.ts";
import { everything } from "./list-query.ts";
import { lookAt } from "./show.server.ts";

/** How many waiting records are looked at; more than this nobody decides in a day. */
const most = 100;

export type Waiting = { sights: Sight[]; hasMore: boolean };

/** Returns the records that wait for a rating or an approval, the oldest first, with one caller's eyes. */
export async function waitingFor(db: Db, caller: Caller, now: Instant): Promise<Waiting> {
  const query = { ...everything, states: ["submitted", "assessed"], sort: "filed", limit: most } as const;
  const { records, next } = await listExceptions(db, caller.workspace.id, query);
  return { sights: await lookAt(db, caller, records, now), hasMore: next !== null };
}
