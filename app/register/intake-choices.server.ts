import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { listControls } from "#db/controls.ts";
import type { Workspace } from "#db/workspaces.ts";
import { categoryIds } from "./category.ts";

/** What the intake form offers: the categories in their fixed order, the clocks that times are entered by, and controls. */
export async function intakeChoices(db: Db, { id, timeZone }: Workspace) {
  const categories = await listCategories(db, id);
  const controls = await listControls(db, id);
  return {
    categories: categoryIds.flatMap((each) => categories.find((category) => category.id === each) ?? []),
    timeZone,
    controls: controls.filter(({ isEnabled }) => isEnabled),
  };
}
