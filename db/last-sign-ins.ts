import { sql } from "kysely";
import { type Db, readBy } from "./connect.ts";

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
    .select(
      sql<string | null>`(select at from ${readBy(db, "sign_ins", "sign_ins_by_subject")}
        where sign_ins.workspace_id = users.workspace_id and sign_ins.subject_id = users.id and sign_ins.outcome = 'allow'
        order by at desc limit 1)`.as("at"),
    )
    .where("users.workspaceId", "=", workspaceId)
    .where("users.id", "in", [...userIds])
    .execute();
  return new Map(rows.flatMap(({ id, at }) => (at === null ? [] : [[id, at]])));
}
