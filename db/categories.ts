import type { Category, CategoryId } from "#app/register/category.ts";
import type { Db } from "./connect.ts";

export async function listCategories(db: Db, workspaceId: string): Promise<Category[]> {
  const rows = await db.selectFrom("categories").select("body").where("workspaceId", "=", workspaceId).execute();
  return rows.map(({ body }) => JSON.parse(body) as Category); // written only from the typed pack
}

/** @throws when the workspace lacks the category, which every workspace is made with. */
export async function getCategory(db: Db, workspaceId: string, id: CategoryId): Promise<Category> {
  const { body } = await db
    .selectFrom("categories")
    .select("body")
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  return JSON.parse(body) as Category; // written only from the typed pack
}

export async function insertCategories(
  tx: Db,
  workspaceId: string,
  pack: readonly Category[],
  now: string,
): Promise<void> {
  await tx
    .insertInto("categories")
    .values(pack.map((category) => ({ workspaceId, id: category.id, body: JSON.stringify(category), updatedAt: now })))
    .execute();
}
