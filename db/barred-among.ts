import type { Db } from "./connect.ts";

/** Returns which of these people are barred from signing in. */
export async function barredAmong(
  db: Db,
  workspaceId: string,
  userIds: Iterable<string | null>,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(userIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom("users")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", ids)
    .where("disabledAt", "is not", null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
