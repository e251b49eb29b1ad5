import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findUserByName } from "#db/users.ts";
import type { ListParams } from "./list-params.ts";
import type { ListQuery } from "./list-query.ts";
import { listQueryOf, type Reader } from "./list-query-of.ts";
import { concerningOf } from "./show.server.ts";
import { idsOfWork, type Work, workOf } from "./work.server.ts";

/** Returns who reads a list; what waits for them is only read where somebody asks for it. */
async function readerOf(
  db: Db,
  caller: Caller,
  { view, awaits }: Pick<ListParams, "view" | "awaits">,
  now: Instant,
): Promise<Reader> {
  const isAsked = view === "awaiting_me" || awaits.length > 0;
  return readerWith(caller, isAsked ? await workOf(db, caller, now) : null);
}

/** Returns who reads a list, where what waits for them is known. */
export function readerWith(caller: Caller, work: Work | null): Reader {
  return { userId: caller.user.id, concerning: concerningOf(caller), awaited: work ? idsOfWork(work) : {} };
}

/** Returns what the database is asked for a caller's parameters. */
export async function listRequest(db: Db, caller: Caller, params: ListParams, now: Instant): Promise<ListQuery> {
  const known = await withIds(db, caller.workspace.id, params);
  return listQueryOf(known, now, await readerOf(db, caller, known, now));
}

/** People may be named by e-mail address; an address that nobody has stays and finds nothing. */
export async function withIds(db: Db, workspaceId: string, params: ListParams): Promise<ListParams> {
  const idOf = async (name: string) =>
    name.includes("@") ? ((await findUserByName(db, workspaceId, name))?.id ?? name) : name;
  return {
    ...params,
    owner: await Promise.all(params.owner.map(idOf)),
    requestor: params.requestor && (await idOf(params.requestor)),
    in_scope: await Promise.all(params.in_scope.map(idOf)),
  };
}
