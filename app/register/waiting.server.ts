import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listWaiting } from "#db/waiting.ts";
import { absentsOf } from "./absents-of.server.ts";
import type { Sight } from "./exception-wire.ts";
import { seesAll } from "./roles.ts";
import { lookAt } from "./show.server.ts";

/** How many waiting records are looked at; more than this nobody decides in a day. */
const most = 100;

export type Waiting = { sights: Sight[]; hasMore: boolean };

/** Whether somebody sees what waits for approvers: with a role, or while they take an approver's place. */
export async function seesWaiting(db: Db, caller: Caller, now: Instant): Promise<boolean> {
  return seesAll(caller.roles) || (await absentsOf(db, caller.workspace.id, caller.user.id, now)).length > 0;
}

/** Returns the records that wait for approvers, the longest waiting first, with one caller's eyes. */
export async function waitingFor(db: Db, caller: Caller, now: Instant): Promise<Waiting> {
  if (!(await seesWaiting(db, caller, now))) return { sights: [], hasMore: false };
  const records = await listWaiting(db, caller.workspace.id, { now, after: null, limit: most + 1 });
  return { sights: await lookAt(db, caller, records.slice(0, most), now), hasMore: records.length > most };
}
