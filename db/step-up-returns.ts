import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** Whose it is, and of which session; nobody else can have it, nor the same person in another browser. */
type Holder = { workspaceId: string; userId: string; sessionIdHash: string };

/** What was typed on a page, as the secret box sealed it, by the hash of the id that stands in the way back. */
type StepUpReturn = Holder & { idHash: string; path: string; typed: string; createdAt: Instant; expiresAt: Instant };

/** How many forms wait for one session; each one beyond takes the place of the oldest. */
const mostWaiting = 10;

/** Keeps what was typed; what has expired, or is too much, is swept out on the way. */
export async function insertStepUpReturn(db: Db, kept: StepUpReturn): Promise<void> {
  const { workspaceId, sessionIdHash, createdAt } = kept;
  await db
    .deleteFrom("stepUpReturns")
    .where("workspaceId", "=", workspaceId)
    .where("expiresAt", "<=", createdAt)
    .execute();
  const newest = db
    .selectFrom("stepUpReturns")
    .select("idHash")
    .where("workspaceId", "=", workspaceId)
    .where("sessionIdHash", "=", sessionIdHash)
    .orderBy("createdAt", "desc")
    .limit(mostWaiting - 1);
  await db
    .deleteFrom("stepUpReturns")
    .where("workspaceId", "=", workspaceId)
    .where("sessionIdHash", "=", sessionIdHash)
    .where("idHash", "not in", newest)
    .execute();
  await db.insertInto("stepUpReturns").values(kept).execute();
}

/** Takes what was typed out, for exactly one caller; nothing on another page, for another session or too late. */
export async function takeStepUpReturn(
  db: Db,
  { workspaceId, userId, sessionIdHash, idHash, path, now }: Holder & { idHash: string; path: string; now: Instant },
): Promise<string | undefined> {
  const row = await db
    .deleteFrom("stepUpReturns")
    .where("workspaceId", "=", workspaceId)
    .where("idHash", "=", idHash)
    .where("userId", "=", userId)
    .where("sessionIdHash", "=", sessionIdHash)
    .where("path", "=", path)
    .where("expiresAt", ">", now)
    .returning("typed")
    .executeTakeFirst();
  return row?.typed;
}

/** Hands what a session has waiting on to the session of the same person that takes its place. */
export async function moveStepUpReturns(
  tx: Db,
  { workspaceId, userId, sessionIdHash, toIdHash }: Holder & { toIdHash: string },
): Promise<void> {
  await tx
    .updateTable("stepUpReturns")
    .set({ sessionIdHash: toIdHash })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("sessionIdHash", "=", sessionIdHash)
    .execute();
}

/** Forgets what waits for a person, and what has expired of anybody: what they wrote may name whoever is to be forgotten. */
export async function forgetStepUpReturns(tx: Db, workspaceId: string, userId: string, now: Instant): Promise<void> {
  await tx
    .deleteFrom("stepUpReturns")
    .where("workspaceId", "=", workspaceId)
    .where((eb) => eb.or([eb("userId", "=", userId), eb("expiresAt", "<=", now)]))
    .execute();
}
