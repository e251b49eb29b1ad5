import type { Instant } from "#app/engine/types.ts";
import type { SavedView } from "#app/register/saved-view.ts";
import type { Db } from "./connect.ts";

const columns = ["id", "ownerId", "name", "query"] as const;

/** Returns the views that a person sees: everybody's first, then their own, each in the order that they were put in. */
export async function listSavedViews(db: Db, workspaceId: string, userId: string): Promise<SavedView[]> {
  const rows = await db
    .selectFrom("savedViews")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where((eb) => eb.or([eb("ownerId", "is", null), eb("ownerId", "=", userId)]))
    .orderBy("place")
    .orderBy("id")
    .execute();
  return [...rows.filter(({ ownerId }) => ownerId === null), ...rows.filter(({ ownerId }) => ownerId !== null)];
}

/** Stores a new view behind all others of its owner. */
export async function insertSavedView(tx: Db, workspaceId: string, view: SavedView, now: Instant): Promise<void> {
  const { last } = await tx
    .selectFrom("savedViews")
    .select((eb) => eb.fn.max("place").as("last"))
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("savedViews")
    .values({ workspaceId, ...view, place: (last ?? 0) + 1, createdAt: now, updatedAt: now })
    .execute();
}

export async function updateSavedView(
  tx: Db,
  workspaceId: string,
  { id, name, query }: Pick<SavedView, "id" | "name" | "query">,
  now: Instant,
): Promise<void> {
  await tx
    .updateTable("savedViews")
    .set({ name, query, updatedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Puts views in the order of their ids. */
export async function orderSavedViews(tx: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  for (const [index, id] of ids.entries())
    await tx
      .updateTable("savedViews")
      .set({ place: index + 1 })
      .where("workspaceId", "=", workspaceId)
      .where("id", "=", id)
      .execute();
}

export async function deleteSavedView(tx: Db, workspaceId: string, id: string): Promise<void> {
  await tx.deleteFrom("savedViews").where("workspaceId", "=", workspaceId).where("id", "=", id).execute();
}
