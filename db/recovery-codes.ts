import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** The recovery codes that a person has, counted and never listed. */
export type RecoveryBatch = { id: string; createdAt: Instant; lastUsedAt: Instant | null; remaining: number };

/** Returns the batch of codes that counts for a person; its codes may all be used up. */
export async function findRecoveryBatch(
  db: Db,
  workspaceId: string,
  userId: string,
): Promise<RecoveryBatch | undefined> {
  const row = await db
    .selectFrom("factors")
    .select(["id", "createdAt", "lastUsedAt", "remaining"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("kind", "=", "recovery_code")
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return row && { ...row, remaining: row.remaining ?? 0 };
}

type NewBatch = {
  workspaceId: string;
  id: string;
  userId: string;
  label: string;
  codeHashes: readonly string[];
  now: Instant;
};

/** @throws a duplicate fault when the person has a batch that counts. */
export async function insertRecoveryBatch(
  tx: Db,
  { workspaceId, id, userId, label, codeHashes, now }: NewBatch,
): Promise<void> {
  const remaining = codeHashes.length;
  await tx
    .insertInto("factors")
    .values({ workspaceId, id, userId, kind: "recovery_code", label, createdAt: now, remaining })
    .execute();
  await tx
    .insertInto("recoveryCodes")
    .values(codeHashes.map((codeHash) => ({ workspaceId, factorId: id, codeHash, usedAt: null })))
    .execute();
}

type Code = { workspaceId: string; factorId: string; codeHash: string };

/** Whether a code of this hash is in the batch and has not been used. */
export async function hasUnusedCode(db: Db, { workspaceId, factorId, codeHash }: Code): Promise<boolean> {
  const row = await db
    .selectFrom("recoveryCodes")
    .select("codeHash")
    .where("workspaceId", "=", workspaceId)
    .where("factorId", "=", factorId)
    .where("codeHash", "=", codeHash)
    .where("usedAt", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Spends a code: returns to exactly one caller how many are left, and null to everybody else, who has to give up the
 * whole transaction.
 */
export async function spendRecoveryCode(
  tx: Db,
  { workspaceId, factorId, codeHash, now }: Code & { now: Instant },
): Promise<number | null> {
  const spent = await tx
    .updateTable("recoveryCodes")
    .set({ usedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("factorId", "=", factorId)
    .where("codeHash", "=", codeHash)
    .where("usedAt", "is", null)
    .returning("codeHash")
    .executeTakeFirst();
  if (!spent) return null;
  const batch = await tx
    .updateTable("factors")
    .set((eb) => ({ remaining: eb("remaining", "-", 1), lastUsedAt: now }))
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", factorId)
    .where("revokedAt", "is", null)
    .where("remaining", ">", 0)
    .returning("remaining")
    .executeTakeFirst();
  return batch?.remaining ?? null;
}
