import { getCategory, getCategoryVersion, listCategories, listCategoryVersions } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";

/** Categories have rows in both workspaces; each has to see its own. */
export const rulesOwn: Record<string, (db: Db, workspaceId: string) => Promise<unknown>> = {
  listCategories: (db, id) => listCategories(db, id),
  getCategory: (db, id) => getCategory(db, id, "break_glass"),
  getCategoryVersion: (db, id) => getCategoryVersion(db, id, "break_glass", 1),
  listCategoryVersions: (db, id) => listCategoryVersions(db, id, "break_glass"),
};
