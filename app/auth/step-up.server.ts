import { achievedAal } from "#app/engine/assurance.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findCredential } from "#db/factors.ts";
import type { Session } from "#db/sessions.ts";
import { giveBackAttempt } from "#db/sign-in-attempts.ts";
import { write } from "#db/write.ts";
import { withMethod } from "./completed-methods.ts";
import { judgeAttempt } from "./lockout.server.ts";
import { takeChallenge } from "./passkey-challenge.server.ts";
import type { PasskeySignature } from "./passkey-response.ts";
import { type Proof, proveTotp } from "./proof.server.ts";
import { provePasskey } from "./prove-passkey.server.ts";
import { tooLate, wrongProof } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";
import { type OpenedSession, rotateSession } from "./session.server.ts";

type StepUp = { session: Session; now: Instant };

/**
 * Proves the second factor anew with a code, so that its use is recent.
 * @throws Refused 403 wrong code or closed account, 409 when the session has ended by now.
 */
export async function stepUpWithTotp(
  db: Db,
  { session, code, secrets, now }: StepUp & { code: string; secrets: SecretBox },
): Promise<OpenedSession> {
  const { workspaceId, userId } = session;
  return stepUp(db, { session, now }, () => proveTotp(db, { workspaceId, userId, code, secrets, now }));
}

/**
 * Proves the second factor anew with a passkey of the person who is signed in; anybody else's is refused.
 * @throws Refused 403 not a valid passkey of theirs, 409 when the challenge or the session has ended.
 */
export async function stepUpWithPasskey(
  db: Db,
  { session, signature, challengeId, now }: StepUp & { signature: PasskeySignature; challengeId: string | null },
): Promise<OpenedSession> {
  const { workspaceId, userId, idHash: sessionHash } = session;
  const binding = { workspaceId, purpose: "passkey_step_up", userId, sessionHash } as const;
  const challenge = await takeChallenge(db, { ...binding, challengeId, now });
  return stepUp(db, { session, now }, async () => {
    const factor = await findCredential(db, workspaceId, signature.id);
    return factor?.userId === userId ? provePasskey(db, { factor, signature, challenge, now }) : null;
  });
}

async function stepUp(db: Db, { session, now }: StepUp, prove: () => Promise<Proof | null>): Promise<OpenedSession> {
  const { workspaceId, userId } = session;
  // A sign-in that is not complete is completed by signing in, where its failures lead.
  if (session.decisionId === null) throw wrongProof();
  return judgeAttempt(db, { workspaceId, userId, now }, async (attempt) => {
    const proof = await prove();
    if (!proof) throw wrongProof();
    return write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, journal) => {
      if (!(await proof.spend(tx, journal))) throw wrongProof();
      const methods = withMethod(session.methods, proof.method);
      const opened = await rotateSession(tx, { session, methods, now });
      if (!opened) throw tooLate();
      await giveBackAttempt(tx, { workspaceId, userId }, attempt);
      const names = methods.map(({ method }) => method);
      journal.audit("session.stepped_up", { kind: "user", id: userId }, { methods: names, aal: achievedAal(methods) });
      return opened;
    });
  });
}
