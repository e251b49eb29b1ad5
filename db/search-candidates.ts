import type { DirectoryKind } from "#app/directory/directory-kind.ts";
import type { Db } from "./connect.ts";

type After = { after: string; limit: number };

/** Returns the people whose ids come after one, in the order of their ids. */
export async function usersAfter(db: Db, workspaceId: string, { after, limit }: After) {
  return db
    .selectFrom("users")
    .select(["id", "userName", "displayName"])
    .where("workspaceId", "=", workspaceId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Returns the directory's objects of a kind whose ids come after one, in the order of their ids. */
export async function objectsAfter(db: Db, workspaceId: string, kind: DirectoryKind, { after, limit }: After) {
  return db
    .selectFrom("directoryObjects")
    .select(["id", "name"])
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", kind)
    .where("id", ">", after)
    .orderBy("id")
    .limit(limit)
    .execute();
}
