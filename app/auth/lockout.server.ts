import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { forgetKnownDevices } from "#db/known-devices.ts";
import { endPendingSessionsOf } from "#db/sessions.ts";
import { type Attempt, takeAttempt } from "#db/sign-in-attempts.ts";
import { findUser } from "#db/users.ts";
import { write } from "#db/write.ts";
import { wrongProof } from "./refusals.ts";

type Account = { workspaceId: string; userId: string; now: Instant };

/**
 * Judges one try to prove who somebody is, counted on their account before the proof is looked at, whichever proof it
 * is and from whichever session (NIST SP 800-63B-4, 3.2.2). A proof that turns out right has to give its try back, or
 * to complete a sign-in, which forgets them all.
 * @throws Refused `sign_in_refused` for a closed account, whose proof nobody looks at, and whatever `judge` throws.
 */
export async function judgeAttempt<T>(db: Db, account: Account, judge: (attempt: Attempt) => Promise<T>): Promise<T> {
  const attempt = await takeAttempt(db, account, account.now);
  if (!attempt) throw wrongProof();
  try {
    return await judge(attempt);
  } catch (caught) {
    if (caught instanceof Refused && attempt.lockedUntil)
      await closeAccount(db, account, attempt.failures, attempt.lockedUntil);
    throw caught;
  }
}

/** Ends the person's half-finished sign-ins, since a guessed password must not wait for the lock to pass, and tells them. */
async function closeAccount(
  db: Db,
  { workspaceId, userId, now }: Account,
  failures: number,
  until: Instant,
): Promise<void> {
  const user = await findUser(db, workspaceId, userId);
  // A sign-in that was complete meanwhile has lifted the lock.
  if (user?.lockedUntil !== until) return;
  await write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, { audit, notify }) => {
    await endPendingSessionsOf(tx, { workspaceId, userId, now });
    // Where the guesses come from a browser that is known, it is not to be taken for the person's own any more.
    await forgetKnownDevices(tx, { workspaceId, userId });
    audit("session.locked_out", { kind: "user", id: userId }, { failures, until });
    const said = { failures: String(failures), until };
    notify({ template: "account_closed", toUserId: userId, toAddress: user.userName, data: said });
  });
}
