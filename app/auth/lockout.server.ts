import { achievedAal } from "#app/engine/assurance.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { endSession, listLiveSessions } from "#db/sessions.ts";
import { type Attempt, takeAttempt } from "#db/sign-in-attempts.ts";
import { findUser } from "#db/users.ts";
import { write } from "#db/write.ts";

type Account = { workspaceId: string; userId: string; now: Instant };

/**
 * Judges one try to prove who somebody is, counted on their account before the proof is looked at, whichever proof it is
 * and from whichever session (NIST SP 800-63B-4, 3.2.2). Returns what `judge` found; null when the proof was wrong or
 * the account is closed, in which case nobody looks at the proof.
 */
export async function judgeAttempt<T>(
  db: Db,
  { workspaceId, userId, now }: Account,
  judge: () => Promise<T | null>,
): Promise<{ proof: T; attempt: Attempt } | null> {
  const attempt = await takeAttempt(db, { workspaceId, userId }, now);
  if (!attempt) return null;
  const proof = await judge();
  if (proof !== null) return { proof, attempt };
  if (attempt.lockedUntil) await closeAccount(db, { workspaceId, userId, now }, attempt.failures, attempt.lockedUntil);
  return null;
}

/** Ends the person's half-finished sign-ins: a guessed password must not wait for the lock to pass. */
async function closeAccount(
  db: Db,
  { workspaceId, userId, now }: Account,
  failures: number,
  until: Instant,
): Promise<void> {
  const user = await findUser(db, workspaceId, userId);
  // A sign-in that was complete meanwhile has lifted the lock.
  if (user?.lockedUntil !== until) return;
  await write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, { audit }) => {
    const sessions = await listLiveSessions(tx, workspaceId, userId, now);
    const pending = sessions.filter(({ methods }) => achievedAal(methods) < 2);
    for (const { idHash } of pending) await endSession(tx, idHash, now);
    audit("session.locked_out", { kind: "user", id: userId }, { failures, until });
  });
}
