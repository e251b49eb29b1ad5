import { controlPack } from "#app/controls/control.ts";
import { getCategory, getCategoryVersion, listCategories, listCategoryVersions } from "#db/categories.ts";
import { categoryUses } from "#db/category-use.ts";
import type { Db } from "#db/connect.ts";
import { controlChecksOf } from "#db/control-checks.ts";
import { findControl, listControls, updateControl } from "#db/controls.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const [control] = controlPack;

type Ask<T = unknown> = (db: Db, workspaceId: string, other: Other) => Promise<T>;

/** What each query answers when it is asked for what another workspace has, as in the list of all queries. */
export const rulesReads: Record<string, [ask: Ask, answer: unknown]> = {
  categoryUses: [(db, id) => categoryUses(db, id, now), new Map()],
  controlChecksOf: [(db, id, { checked }) => controlChecksOf(db, id, checked), []],
};

/** Categories and controls have rows in both workspaces; each has to see its own. */
export const rulesOwn: Record<string, Ask> = {
  listCategories: (db, id) => listCategories(db, id),
  getCategory: (db, id) => getCategory(db, id, "break_glass"),
  getCategoryVersion: (db, id) => getCategoryVersion(db, id, "break_glass", 1),
  listCategoryVersions: (db, id) => listCategoryVersions(db, id, "break_glass"),
  listControls: (db, id) => listControls(db, id),
  findControl: (db, id) => findControl(db, id, control?.id ?? ""),
};

/** Changes that name what another workspace has. */
export const rulesChanges: Record<string, Ask> = {
  updateControl: (db, id) =>
    updateControl(db, id, { ...(control ?? never()), name: "Taken over", isEnabled: false }, now),
};

function never(): never {
  throw new Error("the pack of controls is empty");
}
