import { sql } from "kysely";
import type { Db } from "./connect.ts";
import { findUsers, type User } from "./users.ts";

/** Returns the people whom these names mean: a whole user name, or its part before the @ where only one person has it. */
export async function usersMentioned(db: Db, workspaceId: string, names: readonly string[]): Promise<User[]> {
  if (names.length === 0) return [];
  const rows = await db
    .selectFrom("users")
    .select(["id", "userName"])
    .where("workspaceId", "=", workspaceId)
    .where(({ eb, or, ref }) =>
      or(
        names.map((name) =>
          name.includes("@")
            ? eb("userName", "=", name)
            : sql<boolean>`${ref("userName")} like ${`${escaped(name)}@%`} escape '!'`,
        ),
      ),
    )
    .limit(200)
    .execute();
  const meant = names.flatMap((name) => {
    const found = rows.filter(({ userName }) => userName === name || userName.replace(/@.*$/, "") === name);
    return found.length === 1 ? found.map(({ id }) => id) : [];
  });
  return [...(await findUsers(db, workspaceId, meant)).values()];
}

/** What a pattern would take for a wildcard stands for itself. */
function escaped(name: string): string {
  return name.replace(/[!%_]/g, "!$&");
}
