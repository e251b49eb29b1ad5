import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { countAsOf, countLiveAsOf, registerAsOf } from "#db/register-as-of.ts";
import type { Exception } from "./exception.ts";
import { fits } from "./fits.ts";
import type { ListParams } from "./list-params.ts";
import { everything } from "./list-query.ts";
import { listRequest } from "./list-request.server.ts";
import { listRowOf } from "./list-row.ts";
import { namesFor } from "./names.server.ts";
import { concerningOf } from "./show.server.ts";

type Asked = {
  at: Instant;
  /** The filters; of those, the ones that can be asked of the past. */
  params: ListParams;
  /** The id of the record after which the page begins; empty for the first. */
  after: string;
};

const pageSize = 50;
const readAtOnce = 200;
/** So many are looked through for one page: a filter that finds next to nothing must not read a whole register at once. */
const mostLookedThrough = 5000;
/** Of people without a role; nobody has filed more. */
const mostOwn = 1000;

/** Returns a page of the register as it stood at an instant, of the records that the caller may see today. */
export async function pastListOf(db: Db, caller: Caller, { at, params, after }: Asked) {
  const workspaceId = caller.workspace.id;
  const ids = await idsSeenBy(db, caller);
  if (ids?.length === 0) return { rows: [], next: null, live: 0, total: null };
  const query = { ...(await listRequest(db, caller, params, at)), concerning: null };
  const { records, next } = await foundFrom(db, workspaceId, {
    at,
    after,
    ids,
    isAsked: (record) => fits(record, query),
  });
  const names = await namesFor(db, workspaceId, records);
  return {
    rows: records.map((record) => listRowOf(record, { names, lastUsedAt: null, now: at })),
    next,
    live: await countLiveAsOf(db, workspaceId, { at, ids }),
    total: ids === null ? await countAsOf(db, workspaceId, at) : null,
  };
}

type Search = { at: Instant; after: string; ids: string[] | null; isAsked: (record: Exception) => boolean };

/** Looks through the register of then until a page is full, and says after which id the next one goes on. */
async function foundFrom(db: Db, workspaceId: string, { at, after, ids, isAsked }: Search) {
  const records: Exception[] = [];
  const some = ids === null ? {} : { ids };
  let last = after;
  for (let looked = 0; looked < mostLookedThrough; looked += readAtOnce) {
    const page = await registerAsOf(db, workspaceId, { at, after: last, limit: readAtOnce, ...some });
    for (const { id, record } of page) {
      if (record && isAsked(record)) records.push(record);
      last = id;
      if (records.length === pageSize) return { records, next: last };
    }
    if (page.length < readAtOnce) return { records, next: null };
  }
  return { records, next: last };
}

/** Returns which records somebody without a role may see; null for all of them. */
export async function idsSeenBy(db: Db, caller: Caller): Promise<string[] | null> {
  const concerning = concerningOf(caller);
  if (concerning === null) return null;
  const { records } = await listExceptions(db, caller.workspace.id, { ...everything, concerning, limit: mostOwn });
  return records.map(({ id }) => id);
}
