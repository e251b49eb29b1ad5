import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { barredAmong } from "#db/barred-among.ts";
import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { countEach } from "#db/exception-counts.ts";
import { countExceptions, listExceptions, ownersAmong } from "#db/exception-list.ts";
import { lastUses } from "#db/exception-use.ts";
import { findListSettings } from "#db/list-settings.ts";
import { listSavedViews } from "#db/saved-views.ts";
import { readColumns } from "./columns.ts";
import { countedUpTo, countsByFacet, type FacetCounts, facetsOf } from "./facets.ts";
import { ListParams, readListParams, writeCursor } from "./list-params.ts";
import type { ListQuery } from "./list-query.ts";
import { listQueryOf, type Reader } from "./list-query-of.ts";
import { readerWith, withIds } from "./list-request.server.ts";
import { listRowOf } from "./list-row.ts";
import { namesFor } from "./names.server.ts";
import { addressOf, type SavedView } from "./saved-view.ts";
import { viewAddress, views } from "./views.ts";
import { waitingFor } from "./waiting.server.ts";
import { workOf } from "./work.server.ts";

/** How many of those who own the most of what is found are offered to filter by. */
const ownersOffered = 8;

/** Returns what the register shows to a caller under the filters of an address. */
export async function listViewOf(db: Db, caller: Caller, search: URLSearchParams, now: Instant) {
  const workspaceId = caller.workspace.id;
  const settings = await findListSettings(db, workspaceId, caller.user.id);
  const read = readListParams(search);
  // A link that was edited by hand still shows the register, and says that its filter was not understood.
  const asked = read.success ? read.data : ListParams.parse({});
  const known = await withIds(db, workspaceId, asked);
  const params = { ...known, limit: search.has("limit") ? known.limit : settings.pageSize };
  const waiting = await waitingFor(db, caller, now);
  const reader = readerWith(caller, await workOf(db, caller, now, waiting));
  const query = listQueryOf(params, now, reader);
  const { records, next, isNewestFirst } = await listExceptions(db, workspaceId, query);
  const ids = records.map(({ id }) => id);
  const used = await lastUses(db, workspaceId, ids);
  const barred = await barredAmong(
    db,
    workspaceId,
    records.map(({ ownerId }) => ownerId),
  );
  const { counts, owners } = await filterCounts(db, workspaceId, params, { now, reader });
  const names = await namesFor(db, workspaceId, records, owners);
  const saved = await listSavedViews(db, workspaceId, caller.user.id);
  return {
    waiting,
    page: {
      understood: read.success,
      isNewestFirst,
      // As they were typed: an address that nobody has stays in its field.
      params: { ...params, in_scope: asked.in_scope, cursor: null },
      rows: records.map((record) => listRowOf(record, { names, lastUsedAt: used.get(record.id) ?? null, barred, now })),
      next: writeCursor(next),
      isFirstPage: params.cursor === null,
      found: await countExceptions(db, workspaceId, { ...query, after: null }, countedUpTo),
      views: await countedViews(db, workspaceId, { now, reader }),
      saved: await countedSaved(db, workspaceId, saved, { now, reader }),
      categories: (await listCategories(db, workspaceId)).map(({ id, label }) => ({ value: id, label })),
      owners: owners.map((id) => ({ value: id, label: names.get(id) ?? id })),
      counts,
      columns: readColumns(search.toString()) ?? settings.columns,
    },
  };
}

type Around = { now: Instant; reader: Reader };

async function filterCounts(db: Db, workspaceId: string, params: ListParams, { now, reader }: Around) {
  const queryOf = (asked: ListParams): ListQuery => listQueryOf({ ...asked, cursor: null }, now, reader);
  const most = await ownersAmong(db, workspaceId, queryOf({ ...params, owner: [] }), ownersOffered);
  const owners = [...new Set([...params.owner, ...most])];
  const values = facetsOf(params, owners);
  const queries = values.map((value) => queryOf(value.params));
  const counts = await countEach(db, workspaceId, queries);
  const shown: FacetCounts = counts && countsByFacet(values, counts);
  return { owners, counts: shown };
}

async function countedViews(db: Db, workspaceId: string, { now, reader }: Around) {
  const queries = views.map((view) => listQueryOf({ ...ListParams.parse({}), view }, now, reader));
  const counts = await countEach(db, workspaceId, queries);
  return views.map((view, index) => ({ view, ...(counts?.[index] ?? { count: 0, isAtLeast: false }) }));
}

/** A view that searches for words is not counted: each search would cost what the list itself does. */
async function countedSaved(db: Db, workspaceId: string, saved: readonly SavedView[], { now, reader }: Around) {
  const read = saved.map(({ query }) => readListParams(new URLSearchParams(query)));
  const countable = read.flatMap((each, index) =>
    each.success && each.data.q === "" ? [{ index, params: each.data }] : [],
  );
  const queries = await Promise.all(
    countable.map(async ({ params }) => listQueryOf(await withIds(db, workspaceId, params), now, reader)),
  );
  const counts = await countEach(db, workspaceId, queries);
  const byIndex = new Map(countable.map(({ index }, position) => [index, counts?.[position]]));
  return saved.map(({ id, name, query }, index) => ({
    id,
    name,
    to: addressOf({ id, query }),
    counted: byIndex.get(index),
  }));
}

/** Returns the address that the register opens with for a person who has chosen a view for that, or null. */
export async function openingAddress(db: Db, caller: Caller): Promise<string | null> {
  const { defaultView } = await findListSettings(db, caller.workspace.id, caller.user.id);
  if (defaultView === null) return null;
  const builtIn = views.find((view) => view === defaultView);
  if (builtIn) return viewAddress(builtIn);
  const saved = await listSavedViews(db, caller.workspace.id, caller.user.id);
  const view = saved.find(({ id }) => id === defaultView);
  return view ? addressOf(view) : null;
}
