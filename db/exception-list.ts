import type { Selectable } from "kysely";
import type { Exception } from "#app/register/exception.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import { searchWords } from "#app/register/search-words.ts";
import { type Db, newestMatches } from "./connect.ts";
import { exceptionFilter } from "./exception-filter.ts";
import { exceptionOf } from "./exceptions.ts";
import type { Schema } from "./schema.ts";

type Place = { value: string | number; id: string };
type Row = Selectable<Schema["exceptions"]>;

export type Page = {
  records: Exception[];
  next: Place | null;
  /** Newest first although another order was asked for: the search finds too many records to put them in order. */
  isNewestFirst: boolean;
};

const sortColumns = { expires: "endsAt", filed: "createdAt", title: "title", risk: "riskScore" } as const;

/** Up to so many found records are put in the order that was asked for. */
export const mostToSort = 1000;
/** The id in a place that counts by row key, which no exception has. */
const byRowKey = "newest";

/** Returns one page of the register by keyset, so that page 2,000 costs what page 1 does. */
export async function listExceptions(db: Db, workspaceId: string, query: ListQuery): Promise<Page> {
  const words = searchWords(query.search);
  if (words.length === 0) return sortedPage(db, workspaceId, query, null);
  if (query.after?.id === byRowKey) return newestPage(db, workspaceId, query, words);
  const found = await newestKeys(db, words, { before: null, limit: mostToSort + 1 });
  if (found.length > mostToSort) return newestPage(db, workspaceId, query, words, found);
  return sortedPage(db, workspaceId, query, found);
}

/** Counts the records that a query finds, but not beyond `most`, so that a large register stays quick. */
export async function countExceptions(db: Db, workspaceId: string, query: ListQuery, most = 1000): Promise<number> {
  const words = searchWords(query.search);
  const found = words.length === 0 ? null : await newestKeys(db, words, { before: null, limit: mostToSort + 1 });
  if (found && found.length > mostToSort)
    return (await newestRows(db, workspaceId, query, { words, before: null, limit: most + 1, found })).length;
  const { count } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom("exceptions")
        .select("exceptions.id")
        .where((inner) => exceptionFilter(inner, workspaceId, query, found))
        .limit(most + 1)
        .as("found"),
    )
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** Returns whose records a query finds, of the first thousand; those with the most come first. */
export async function ownersAmong(db: Db, workspaceId: string, query: ListQuery, most: number): Promise<string[]> {
  const words = searchWords(query.search);
  const found = words.length === 0 ? null : await newestKeys(db, words, { before: null, limit: mostToSort });
  const rows = await db
    .selectFrom((eb) =>
      eb
        .selectFrom("exceptions")
        .select("exceptions.ownerId")
        .where((inner) => exceptionFilter(inner, workspaceId, query, found))
        .where("exceptions.ownerId", "is not", null)
        .limit(1000)
        .as("found"),
    )
    .select((eb) => ["found.ownerId", eb.fn.countAll<number>().as("count")])
    .groupBy("found.ownerId")
    .orderBy("count", "desc")
    .orderBy("found.ownerId")
    .limit(most)
    .execute();
  return rows.flatMap(({ ownerId }) => (ownerId ? [ownerId] : []));
}

async function sortedPage(db: Db, workspaceId: string, query: ListQuery, found: number[] | null): Promise<Page> {
  const column = sortColumns[query.sort];
  const direction = query.descending ? "desc" : "asc";
  const { after } = query;
  const rows = await db
    .selectFrom("exceptions")
    .selectAll()
    .where((eb) => exceptionFilter(eb, workspaceId, query, found))
    .$if(after !== null, (builder) =>
      builder.where(({ eb, refTuple, tuple }) =>
        eb(refTuple(column, "id"), query.descending ? "<" : ">", tuple(after?.value ?? "", after?.id ?? "")),
      ),
    )
    .orderBy(column, direction)
    .orderBy("id", direction)
    .limit(query.limit + 1)
    .execute();
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const next = last ? { value: last[column], id: last.id } : null;
  return { records: page.map(exceptionOf), next, isNewestFirst: false };
}

async function newestPage(
  db: Db,
  workspaceId: string,
  query: ListQuery,
  words: string[],
  found: number[] | null = null,
): Promise<Page> {
  const before = query.after ? Number(query.after.value) : null;
  const rows = await newestRows(db, workspaceId, query, { words, before, limit: query.limit + 1, found });
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const next = last ? { value: last.rowKey, id: byRowKey } : null;
  return { records: page.map(exceptionOf), next, isNewestFirst: true };
}

type Newest = {
  words: string[];
  before: number | null;
  limit: number;
  /** The newest keys when they are known already, a stride of them at least. */
  found: number[] | null;
};

/** Follows the matches from the newest on, in growing strides, until enough of them pass the filters. */
async function newestRows(
  db: Db,
  workspaceId: string,
  query: ListQuery,
  { words, before, limit, found }: Newest,
): Promise<Row[]> {
  const rows: Row[] = [];
  let stride = Math.max(200, limit);
  let place = before;
  for (;;) {
    const isKnown = found !== null && place === before;
    const keys = isKnown ? found.slice(0, stride) : await newestKeys(db, words, { before: place, limit: stride });
    if (keys.length > 0) rows.push(...(await rowsOf(db, workspaceId, query, keys, limit - rows.length)));
    if (rows.length >= limit || keys.length < stride) return rows;
    place = keys.at(-1) ?? null;
    stride = Math.min(stride * 4, 10_000);
  }
}

function rowsOf(db: Db, workspaceId: string, query: ListQuery, keys: number[], limit: number): Promise<Row[]> {
  return db
    .selectFrom("exceptions")
    .selectAll()
    .where((eb) => exceptionFilter(eb, workspaceId, query, keys))
    .orderBy("rowKey", "desc")
    .limit(limit)
    .execute();
}

/** Returns the keys of the newest records that fit the words of a search. */
export async function newestKeys(
  db: Db,
  words: string[],
  place: { before: number | null; limit: number },
): Promise<number[]> {
  const { rows } = await newestMatches(db, words, place).execute(db);
  return rows.map(({ rowKey }) => rowKey);
}
