import { searchWords } from "#app/register/search-words.ts";
import type { Db } from "./connect.ts";

/** Of more than this the rest is left out: whoever searches a large directory types more of a name. */
export const mostFound = 1000;

/** What is searched: people, or one kind of directory object. */
type Where = { workspaceId: string; kind: string };

/** Makes the words by which somebody or something is found exactly those of these names. */
export async function setDirectoryWords(
  tx: Db,
  { workspaceId, kind, objectId, names }: Where & { objectId: string; names: readonly (string | null)[] },
): Promise<void> {
  await tx
    .deleteFrom("directoryWords")
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("objectId", "=", objectId)
    .execute();
  const words = new Set(searchWords(names.join(" ")));
  const rows = [...words].map((word) => ({ workspaceId, kind, objectId, word }));
  if (rows.length > 0) await tx.insertInto("directoryWords").values(rows).execute();
}

/** Whom or what a search finds, by id; a part of them where they are very many. */
export type Found = { ids: string[]; isCut: boolean };

/**
 * Returns those of whom every word of the search begins a word. It looks no further than at a few thousand words of the
 * index for each, so that a search takes the same time however large the directory is.
 */
export async function searchDirectory(db: Db, where: Where, search: string): Promise<Found> {
  const words = [...new Set(searchWords(search))];
  const byWord = await Promise.all(words.map((word) => holdersOf(db, where, word)));
  const [fewest] = byWord.sort((one, other) => one.length - other.length);
  if (fewest === undefined) return { ids: [], isCut: false };
  const ids = words.length === 1 ? [...new Set(fewest)] : await holdersOfAll(db, where, { ids: fewest, words });
  return { ids: ids.slice(0, mostFound), isCut: fewest.length > mostWords || ids.length > mostFound };
}

/** Somebody may have several words that begin alike, such as a name and an address. */
const mostWords = 4 * mostFound;

async function holdersOf(db: Db, { workspaceId, kind }: Where, beginning: string): Promise<string[]> {
  const rows = await db
    .selectFrom("directoryWords")
    .select("objectId")
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("word", ">=", beginning)
    .where("word", "<", beyond(beginning))
    .orderBy("word")
    .limit(mostWords + 1)
    .execute();
  return rows.map(({ objectId }) => objectId);
}

/** Leaves of these those who have a word for each beginning. */
async function holdersOfAll(
  db: Db,
  { workspaceId, kind }: Where,
  { ids, words }: { ids: readonly string[]; words: readonly string[] },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("directoryWords")
    .select(["objectId", "word"])
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("objectId", "in", [...new Set(ids)])
    .execute();
  const wordsOf = Map.groupBy(rows, ({ objectId }) => objectId);
  const hasAll = (held: typeof rows) => words.every((beginning) => held.some(({ word }) => word.startsWith(beginning)));
  return [...wordsOf].flatMap(([id, held]) => (hasAll(held) ? [id] : []));
}

/** The end of the words that begin so: no character comes after the last one. */
function beyond(beginning: string): string {
  return `${beginning}\u{10ffff}`;
}
