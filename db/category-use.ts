import type { CategoryId } from "#app/register/category.ts";
import type { Db } from "./connect.ts";

/** How many records of a category are in force or on hold, and how many wait to be. */
export type CategoryUse = { live: number; pending: number };

const pendingStates = ["submitted", "changes_requested", "assessed", "approved"];

/** Counts the records of each category that its rules concern; a category without any is left out. */
export async function categoryUses(db: Db, workspaceId: string, now: string): Promise<Map<CategoryId, CategoryUse>> {
  const rows = await db
    .selectFrom("exceptions")
    .select(({ fn }) => ["category", "state", fn.countAll<number>().as("count")])
    .where("workspaceId", "=", workspaceId)
    .where("state", "in", ["active", "suspended", ...pendingStates])
    .where("endsAt", ">", now)
    .groupBy(["category", "state"])
    .execute();
  const uses = new Map<CategoryId, CategoryUse>();
  for (const { category, state, count } of rows) {
    const id = category as CategoryId; // written only from the union
    const use = uses.get(id) ?? { live: 0, pending: 0 };
    if (pendingStates.includes(state)) use.pending += count;
    else use.live += count;
    uses.set(id, use);
  }
  return uses;
}
