import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { beginWatch, endWatch, watchersOf } from "#db/watchers.ts";
import { write } from "#db/write.ts";
import type { Exception } from "./exception.ts";
import { namesFor } from "./names.server.ts";
import { refuseAuditor } from "./refuse-auditor.ts";
import { sightOf } from "./show.server.ts";
import { naturalWatchers } from "./tell-watchers.server.ts";

type Watching = { caller: Caller; id: string; isWatching: boolean; now: Instant };

/**
 * Makes the caller watch a record, or no longer; doing it twice does nothing.
 * @throws Refused 404 for a record that the caller may not see, 403 for an auditor.
 */
export async function setWatch(db: Db, { caller, id: exceptionId, isWatching, now }: Watching): Promise<void> {
  const workspaceId = caller.workspace.id;
  const { id: userId } = caller.user;
  const { record } = await sightOf(db, caller, exceptionId, now);
  refuseAuditor(caller.roles);
  if ((await watchersOf(db, workspaceId, record.id)).includes(userId) === isWatching) return;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, { audit }) => {
    if (isWatching) await beginWatch(tx, workspaceId, { exceptionId, userId, since: now });
    else await endWatch(tx, workspaceId, { exceptionId, userId });
    audit(isWatching ? "exception.watched" : "exception.unwatched", { kind: "exception", id: exceptionId }, { userId });
  });
}

/** Who is told of what happens to a record, and what of that the caller can change. */
export type Watchers = {
  natural: string[];
  others: string[];
  /** Null for whoever watches by nature. */
  isWatching: boolean | null;
};

/** Returns who is told of what happens to a record, by name. */
export async function watchersFor(db: Db, caller: Caller, record: Exception): Promise<Watchers> {
  const { workspaceId } = record;
  const natural = naturalWatchers(record);
  const asked = await watchersOf(db, workspaceId, record.id);
  const names = await namesFor(db, workspaceId, [], [...natural, ...asked]);
  const nameOf = (id: string) => names.get(id) ?? id;
  return {
    natural: natural.map(nameOf),
    others: asked.filter((id) => !natural.includes(id)).map(nameOf),
    isWatching: natural.includes(caller.user.id) ? null : asked.includes(caller.user.id),
  };
}
