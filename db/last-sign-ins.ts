import type { Db } from "./connect.ts";

/** Returns when each of these people was last let in by the login path; nobody who never was. */
export async function lastPermittedSignIns(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("users")
    .select("users.id")
    .select((eb) =>
      eb
        .selectFrom("signIns")
        .select("signIns.at")
        .whereRef("signIns.workspaceId", "=", "users.workspaceId")
        .whereRef("signIns.subjectId", "=", "users.id")
        .where("signIns.outcome", "=", "allow")
        .orderBy("signIns.at", "desc")
        .limit(1)
        .as("at"),
    )
    .where("users.workspaceId", "=", workspaceId)
    .where("users.id", "in", [...userIds])
    .execute();
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
}
