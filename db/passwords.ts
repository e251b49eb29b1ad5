import type { Db } from "./connect.ts";

/** Returns a person's argon2id hash; null when they have no password or nobody has this id. */
export async function passwordHashOf(db: Db, workspaceId: string, userId: string): Promise<string | null> {
  const row = await db
    .selectFrom("users")
    .select("passwordHash")
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .executeTakeFirst();
  return row?.passwordHash ?? null;
}

export async function setPasswordHash(
  tx: Db,
  workspaceId: string,
  userId: string,
  passwordHash: string,
): Promise<void> {
  await tx
    .updateTable("users")
    .set({ passwordHash })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .execute();
}
