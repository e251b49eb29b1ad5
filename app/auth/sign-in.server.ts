import type { Instant } from "#app/engine/types.ts";
import { spendChallenge } from "#db/challenges.ts";
import type { Db } from "#db/connect.ts";
import { findCredential, listFactors } from "#db/factors.ts";
import { passwordHashOf } from "#db/passwords.ts";
import { endSession, type Session } from "#db/sessions.ts";
import { giveBackAttempt } from "#db/sign-in-attempts.ts";
import { findUserByName } from "#db/users.ts";
import { write } from "#db/write.ts";
import { completeSignIn } from "./complete-sign-in.server.ts";
import { withMethod } from "./completed-methods.ts";
import { judgeAttempt } from "./lockout.server.ts";
import type { PasskeySignature } from "./passkey-response.ts";
import { isPassword } from "./password.server.ts";
import { provePasskey, proveTotp } from "./proof.server.ts";
import { noFactor, tooLate, wrongProof } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";
import { type ClientOf, type OpenedSession, openPendingSession, openSession, rotateSession } from "./session.server.ts";

type SignIn = {
  workspaceId: string;
  client: ClientOf;
  /** The session that the browser had before; it ends. */
  earlier: Session | null;
  now: Instant;
};

/**
 * The first step of two: checks a password and opens a session that leads to the second factor only.
 * @throws Refused 403, the same and after the same time for an unknown name, a wrong password or a closed account;
 * 403 `no_factor` when the password was right and there is no second factor to go on with.
 */
export async function signInWithPassword(
  db: Db,
  { workspaceId, userName, password, client, earlier, now }: SignIn & { userName: string; password: string },
): Promise<OpenedSession> {
  const user = await findUserByName(db, workspaceId, userName);
  const userId = user?.id ?? "";
  // Begun before the account is looked at and waited for in any case, so that a wrong name takes as long as a right one.
  const checking = isPassword(await passwordHashOf(db, workspaceId, userId), password);
  const judging = judgeAttempt(db, { workspaceId, userId, now }, async (attempt) => {
    if (!(await checking)) throw wrongProof();
    await giveBackAttempt(db, { workspaceId, userId }, attempt);
  });
  await Promise.allSettled([checking, judging]);
  await judging;
  if ((await listFactors(db, workspaceId, userId)).length === 0) throw noFactor();
  if (earlier) await endSession(db, earlier.idHash, now);
  const methods = [{ method: "password", completedAt: now, userVerified: false }] as const;
  return openPendingSession(db, { workspaceId, userId, methods, client, now });
}

/**
 * The second step: a code of the authenticator app completes the session that the password began.
 * @throws Refused 403 wrong code or closed account, 409 when the first step has ended by now.
 */
export async function completeWithTotp(
  db: Db,
  { session, code, secrets, now }: { session: Session; code: string; secrets: SecretBox; now: Instant },
): Promise<OpenedSession> {
  const { workspaceId, userId } = session;
  return judgeAttempt(db, { workspaceId, userId, now }, async () => {
    const proof = await proveTotp(db, { workspaceId, userId, code, secrets, now });
    if (!proof) throw wrongProof();
    return write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, journal) => {
      if (!(await proof.spend(tx))) throw wrongProof();
      const methods = withMethod(session.methods, proof.method);
      const opened = await rotateSession(tx, { session, methods, isSignIn: true, now });
      if (!opened) throw tooLate();
      return completeSignIn(tx, journal, opened, now);
    });
  });
}

type PasskeyAnswer = { signature: PasskeySignature; challengeId: string | null; publicUrl: URL };

/**
 * Signs in with a passkey, which is both factors at once.
 * @throws Refused 403 for a passkey that is not known, not valid or of a closed account, 409 for a spent challenge.
 */
export async function signInWithPasskey(
  db: Db,
  { workspaceId, signature, challengeId, publicUrl, client, earlier, now }: SignIn & PasskeyAnswer,
): Promise<OpenedSession> {
  const binding = { workspaceId, purpose: "passkey_sign_in", userId: null, now } as const;
  const challenge = challengeId === null ? undefined : await spendChallenge(db, { ...binding, id: challengeId });
  if (challenge === undefined) throw tooLate();
  const factor = await findCredential(db, workspaceId, signature.id);
  if (!factor) throw wrongProof();
  const { userId } = factor;
  return judgeAttempt(db, { workspaceId, userId, now }, async () => {
    // Nobody else has said who this is, so the authenticator has to.
    const proof =
      signature.response.userHandle && (await provePasskey({ factor, signature, challenge, publicUrl, now }));
    if (!proof) throw wrongProof();
    return write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, journal) => {
      if (!(await proof.spend(tx))) throw wrongProof();
      if (earlier) await endSession(tx, earlier.idHash, now);
      const opened = await openSession(tx, { workspaceId, userId, methods: [proof.method], client, now });
      return completeSignIn(tx, journal, opened, now);
    });
  });
}
