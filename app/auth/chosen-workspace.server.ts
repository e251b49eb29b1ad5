import type { Db } from "#db/connect.ts";
import { listWorkspaces, type Workspace } from "#db/workspaces.ts";

/** Returns the workspace that a visitor means: the only one there is, or the one they name by its id or short name. */
export async function chosenWorkspace(
  db: Db,
  named: string | null | undefined,
): Promise<{ workspace: Workspace | null; isOnlyOne: boolean }> {
  const all = await listWorkspaces(db);
  const isOnlyOne = all.length === 1;
  const wanted = named?.trim().toLowerCase();
  const workspace = isOnlyOne ? all[0] : all.find(({ id, slug }) => id === wanted || slug === wanted);
  return { workspace: workspace ?? null, isOnlyOne };
}
