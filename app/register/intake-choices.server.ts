import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryObjects } from "#db/directory.ts";
import { categoryIds } from "./category.ts";

/** What the intake form offers: the categories in their fixed order, and what the directory knows. */
export async function intakeChoices(db: Db, workspaceId: string) {
  const categories = await listCategories(db, workspaceId);
  const [groups, roles, applications, servicePrincipals] = await Promise.all([
    listDirectoryObjects(db, workspaceId, "group"),
    listDirectoryObjects(db, workspaceId, "role"),
    listDirectoryObjects(db, workspaceId, "application"),
    listDirectoryObjects(db, workspaceId, "service_principal"),
  ]);
  return {
    categories: categoryIds.flatMap((id) => categories.find((category) => category.id === id) ?? []),
    directory: { groups, roles, applications, servicePrincipals },
  };
}
