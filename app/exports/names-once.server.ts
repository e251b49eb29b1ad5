import type { Db } from "#db/connect.ts";
import { userNames } from "#db/export-records.ts";

/** So many names are kept at a time: most pages name the same few people. */
const mostKept = 20_000;

/** Looks up the user names of people, each once for many pages; somebody who is not known keeps their id. */
export function namesOnce(db: Db, workspaceId: string) {
  const known = new Map<string, string>();
  return {
    nameOf: (id: string) => known.get(id) ?? id,
    /** Makes sure that these people's names are known until it is asked again. */
    async learn(ids: Iterable<string | null>): Promise<void> {
      if (known.size > mostKept) known.clear();
      const missing = new Set<string>();
      for (const id of ids) if (id !== null && !known.has(id)) missing.add(id);
      if (missing.size === 0) return;
      for (const [id, name] of await userNames(db, workspaceId, [...missing])) known.set(id, name);
    },
  };
}
