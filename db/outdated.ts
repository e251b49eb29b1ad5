import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** Which rows of a workspace are forgotten: those that were over before an instant, so many at once. */
export type Outdated = { before: Instant; limit: number };

/** Forgets answers to requests that nobody repeats any more; returns how many. */
export async function forgetIdempotencyKeys(db: Db, workspaceId: string, { before, limit }: Outdated): Promise<number> {
  const rows = await db
    .selectFrom("idempotencyKeys")
    .select(["tokenId", "key"])
    .where("workspaceId", "=", workspaceId)
    .where("createdAt", "<", before)
    .limit(limit)
    .execute();
  for (const [tokenId, kept] of Map.groupBy(rows, (row) => row.tokenId)) {
    const keys = kept.map(({ key }) => key);
    await db
      .deleteFrom("idempotencyKeys")
      .where("workspaceId", "=", workspaceId)
      .where("tokenId", "=", tokenId)
      .where("key", "in", keys)
      .where("createdAt", "<", before)
      .execute();
  }
  return rows.length;
}

/** Forgets challenges that were spent or left unanswered. */
export async function forgetChallenges(db: Db, workspaceId: string, { before, limit }: Outdated): Promise<number> {
  return forgetExpired(db, "challenges", { workspaceId, before, limit });
}

/** Forgets invitations and other links of one use that were used or ran out. */
export async function forgetInvitations(db: Db, workspaceId: string, { before, limit }: Outdated): Promise<number> {
  return forgetExpired(db, "invitations", { workspaceId, before, limit });
}

/** Forgets links by which a password could be set anew. */
export async function forgetPasswordResets(db: Db, workspaceId: string, { before, limit }: Outdated): Promise<number> {
  return forgetExpired(db, "passwordResets", { workspaceId, before, limit });
}

type Expiring = "challenges" | "invitations" | "passwordResets";

async function forgetExpired(
  db: Db,
  table: Expiring,
  { workspaceId, before, limit }: Outdated & { workspaceId: string },
): Promise<number> {
  const gone = await db
    .deleteFrom(table)
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", (eb) =>
      eb
        .selectFrom(table)
        .select("id")
        .where("workspaceId", "=", workspaceId)
        .where("expiresAt", "<", before)
        .limit(limit),
    )
    .returning("id")
    .execute();
  return gone.length;
}

/** Forgets messages that were sent, given up or only shown, with what became of each attempt; one that waits is kept. */
export async function forgetMessages(db: Db, workspaceId: string, { before, limit }: Outdated): Promise<number> {
  const old = await db
    .selectFrom("outbox")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("nextAttemptAt", "is", null)
    .where("createdAt", "<", before)
    .limit(limit)
    .execute();
  if (old.length === 0) return 0;
  const ids = old.map(({ id }) => id);
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom("deliveries").where("workspaceId", "=", workspaceId).where("outboxId", "in", ids).execute();
    await tx.deleteFrom("outbox").where("workspaceId", "=", workspaceId).where("id", "in", ids).execute();
  });
  return old.length;
}
