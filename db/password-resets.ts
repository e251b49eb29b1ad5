import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

/** A one-time link with which a person sets a new password. */
export type PasswordReset = { workspaceId: string; id: string; userId: string; expiresAt: Instant };

/** Stores a link in the place of every earlier one of the person: only the newest works. */
export async function insertPasswordReset(
  tx: Db,
  { now, ...link }: Omit<PasswordReset, "id"> & { tokenHash: string; now: Instant },
): Promise<void> {
  await endPasswordResets(tx, link.workspaceId, link.userId, now);
  await tx
    .insertInto("passwordResets")
    .values({ ...link, id: newId("pwr"), createdAt: now, usedAt: null })
    .execute();
}

/** Ends the links of a person that still work. */
export async function endPasswordResets(tx: Db, workspaceId: string, userId: string, now: Instant): Promise<void> {
  await tx
    .updateTable("passwordResets")
    .set({ expiresAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .execute();
}

/** Returns how many links a person was sent since an instant, used or not. */
export async function countPasswordResets(
  db: Db,
  workspaceId: string,
  { userId, since }: { userId: string; since: Instant },
): Promise<number> {
  const { count } = await db
    .selectFrom("passwordResets")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("createdAt", ">", since)
    .executeTakeFirstOrThrow();
  return count;
}

/** Returns what is behind a link that still works, without spending it. */
export async function findPasswordReset(db: Db, tokenHash: string, now: Instant): Promise<PasswordReset | undefined> {
  return db
    .selectFrom("passwordResets")
    .select(["workspaceId", "id", "userId", "expiresAt"])
    .where("tokenHash", "=", tokenHash)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .executeTakeFirst();
}

/** Spends a link: true for exactly one caller. */
export async function spendPasswordReset(tx: Db, { workspaceId, id }: PasswordReset, now: Instant): Promise<boolean> {
  const spent = await tx
    .updateTable("passwordResets")
    .set({ usedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .returning("id")
    .executeTakeFirst();
  return spent !== undefined;
}
