import { type Category, type CategoryId, categoryPack } from "#app/register/category.ts";
import type { Db } from "./connect.ts";

/** One version of a category with who made it, when and why. */
export type CategoryVersion = { category: Category; reason: string; authorId: string | null; createdAt: string };

/** Returns the newest version of every category. */
export async function listCategories(db: Db, workspaceId: string): Promise<Category[]> {
  const rows = await db
    .selectFrom("categories")
    .select(["id", "version", "body"])
    .where("workspaceId", "=", workspaceId)
    .where(({ eb, selectFrom }) =>
      eb(
        "version",
        "=",
        selectFrom("categories as newer")
          .select(({ fn }) => fn.max("newer.version").as("version"))
          .where("newer.workspaceId", "=", workspaceId)
          .whereRef("newer.id", "=", "categories.id"),
      ),
    )
    .execute();
  return rows.map(categoryOf);
}

/**
 * Returns the newest version of a category.
 * @throws when the workspace lacks the category, which every workspace is made with.
 */
export async function getCategory(db: Db, workspaceId: string, id: CategoryId): Promise<Category> {
  const row = await db
    .selectFrom("categories")
    .select(["id", "version", "body"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return categoryOf(row);
}

/** @throws when there is no such version, since a record names only versions that it was submitted under. */
export async function getCategoryVersion(
  db: Db,
  workspaceId: string,
  id: CategoryId,
  version: number,
): Promise<Category> {
  const row = await db
    .selectFrom("categories")
    .select(["id", "version", "body"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirstOrThrow();
  return categoryOf(row);
}

/** Returns every version of a category, the newest first. */
export async function listCategoryVersions(db: Db, workspaceId: string, id: CategoryId): Promise<CategoryVersion[]> {
  const rows = await db
    .selectFrom("categories")
    .select(["id", "version", "body", "reason", "authorId", "createdAt"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .orderBy("version", "desc")
    .execute();
  return rows.map(({ reason, authorId, createdAt, ...row }) => ({
    category: categoryOf(row),
    reason,
    authorId,
    createdAt,
  }));
}

/** Adds a version; versions are immutable and a number is taken once. */
export async function insertCategoryVersion(
  tx: Db,
  workspaceId: string,
  { category: { id, version, ...body }, ...rest }: CategoryVersion,
): Promise<void> {
  await tx
    .insertInto("categories")
    .values({ workspaceId, id, version, body: JSON.stringify(body), ...rest })
    .execute();
}

function categoryOf({ id, version, body }: { id: string; version: number; body: string }): Category {
  // What was stored before there were rotations says nothing of them: then it is as shipped.
  const rotateEveryDays = categoryPack.find((shipped) => shipped.id === id)?.rotateEveryDays ?? null;
  return { rotateEveryDays, ...JSON.parse(body), id, version }; // written only from a checked category
}
