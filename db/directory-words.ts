import { searchWords } from "#app/register/search-words.ts";
import type { Db } from "./connect.ts";

/** Of more matches than this, the rest is left out: whoever searches a large directory types more of a name. */
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

/** Returns the ids of those of whom every word of the search begins a word; at most `mostFound`, and one more if there are. */
export async function searchDirectory(db: Db, { workspaceId, kind }: Where, search: string): Promise<string[]> {
  // The longest word leaves the fewest to look at.
  const [longest, ...others] = [...new Set(searchWords(search))].sort((one, other) => other.length - one.length);
  if (longest === undefined) return [];
  let query = db
    .selectFrom("directoryWords as found")
    .select("found.objectId")
    .where("found.workspaceId", "=", workspaceId)
    .where("found.kind", "=", kind)
    .where("found.word", ">=", longest)
    .where("found.word", "<", beyond(longest));
  for (const word of others)
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom("directoryWords as other")
          .select("other.word")
          .whereRef("other.workspaceId", "=", "found.workspaceId")
          .whereRef("other.kind", "=", "found.kind")
          .whereRef("other.objectId", "=", "found.objectId")
          .where("other.word", ">=", word)
          .where("other.word", "<", beyond(word)),
      ),
    );
  // Somebody may have two words that begin alike, such as a name and an address.
  const rows = await query
    .orderBy("found.word")
    .limit(4 * mostFound)
    .execute();
  return [...new Set(rows.map(({ objectId }) => objectId))].slice(0, mostFound + 1);
}

/** The end of the words that begin so: no character comes after the last one. */
function beyond(beginning: string): string {
  return `${beginning}\u{10ffff}`;
}
