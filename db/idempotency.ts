import type { Db } from "./connect.ts";

export type Remembered = { requestHash: string; status: number; body: string };
type Key = { workspaceId: string; tokenId: string; key: string };

/** Takes the key for this request; returns null when it was free, else what was answered under it. */
export async function takeIdempotencyKey(
  tx: Db,
  key: Key,
  requestHash: string,
  now: string,
): Promise<Remembered | null> {
  const taken = await tx
    .insertInto("idempotencyKeys")
    .values({ ...key, requestHash, status: 0, body: "", createdAt: now })
    .onConflict((conflict) => conflict.columns(["workspaceId", "tokenId", "key"]).doNothing())
    .returning("key")
    .executeTakeFirst();
  if (taken) return null;
  return tx
    .selectFrom("idempotencyKeys")
    .select(["requestHash", "status", "body"])
    .where("workspaceId", "=", key.workspaceId)
    .where("tokenId", "=", key.tokenId)
    .where("key", "=", key.key)
    .executeTakeFirstOrThrow();
}

/** Keeps the answer in the transaction that took the key. */
export async function rememberAnswer(tx: Db, key: Key, answer: { status: number; body: string }): Promise<void> {
  await tx
    .updateTable("idempotencyKeys")
    .set(answer)
    .where("workspaceId", "=", key.workspaceId)
    .where("tokenId", "=", key.tokenId)
    .where("key", "=", key.key)
    .execute();
}
