import { getCategory, getCategoryVersion } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import type { Category } from "./category.ts";
import type { Exception } from "./exception.ts";
import { strictest } from "./strictest.ts";
import { withLeadership } from "./with-leadership.ts";

type Ruled = Pick<Exception, "workspaceId" | "category" | "categoryVersion">;

/** Returns the rules that hold for a record: the stricter of those at its submission and those of today. */
export async function rulesFor(db: Db, { workspaceId, category, categoryVersion }: Ruled): Promise<Category> {
  const current = await getCategory(db, workspaceId, category);
  if (categoryVersion === null || categoryVersion === current.version) return withLeadership(current);
  return withLeadership(strictest(await getCategoryVersion(db, workspaceId, category, categoryVersion), current));
}

/** Reads the rules of records, such as those of a page, once for all that share them. */
export function rulesOnce(db: Db): (record: Ruled) => Promise<Category> {
  const known = new Map<string, Promise<Category>>();
  return (record) => {
    const key = `${record.category} ${record.categoryVersion}`;
    const rules = known.get(key) ?? rulesFor(db, record);
    known.set(key, rules);
    return rules;
  };
}
