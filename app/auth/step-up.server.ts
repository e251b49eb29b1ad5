import type { Instant } from "#app/engine/types.ts";
import { findCredential } from "#db/factors.ts";
import type { Session } from "#db/sessions.ts";
import { forgetFailures } from "#db/sign-in-attempts.ts";
import { withMethod } from "./completed-methods.ts";
import { judgeAttempt } from "./lockout.server.ts";
import { takeChallenge } from "./passkey-challenge.server.ts";
import type { PasskeySignature } from "./passkey-response.ts";
import { type Proof, proveTotp } from "./proof.server.ts";
import { provePasskey } from "./prove-passkey.server.ts";
import { proveRecoveryCode } from "./prove-recovery-code.server.ts";
import { wrongProof } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";
import type { ClientOf, OpenedSession } from "./session.server.ts";
import type { Gate } from "./sign-in.server.ts";
import { stepUpStanding } from "./step-up-standing.server.ts";
import { strengthen, strengthened } from "./strengthen.server.ts";

type StepUp = { session: Session; client: ClientOf; now: Instant };

/**
 * Proves the second factor anew with a code, so that its use is recent.
 * @throws Refused 403 wrong code, closed account or a factor that the policy does not take, 409 when the session has ended.
 */
export function stepUpWithTotp(
  gate: Gate,
  { code, secrets, ...step }: StepUp & { code: string; secrets: SecretBox },
): Promise<OpenedSession> {
  const { workspaceId, userId } = step.session;
  return stepUp(gate, step, () => proveTotp(gate.db, { workspaceId, userId, code, secrets, now: step.now }));
}

/**
 * Proves the second factor anew with a recovery code, where the policy takes one: one that it does not take is not spent.
 * @throws Refused as stepUpWithTotp does.
 */
export async function stepUpWithRecoveryCode(
  gate: Gate,
  { code, ...step }: StepUp & { code: string },
): Promise<OpenedSession> {
  const { workspaceId, userId } = step.session;
  const { kinds } = await stepUpStanding(gate.db, step);
  if (!kinds.includes("recovery_code")) throw wrongProof();
  const { client, now } = step;
  return stepUp(gate, step, () => proveRecoveryCode(gate.db, { workspaceId, userId, code, ip: client.ip, now }));
}

/**
 * Proves the second factor anew with a passkey of the person who is signed in; anybody else's is refused.
 * @throws Refused 403 not a valid passkey of theirs, 409 when the challenge or the session has ended.
 */
export async function stepUpWithPasskey(
  gate: Gate,
  { signature, challengeId, ...step }: StepUp & { signature: PasskeySignature; challengeId: string | null },
): Promise<OpenedSession> {
  const { db } = gate;
  const { workspaceId, userId, idHash: sessionHash } = step.session;
  const { now } = step;
  const binding = { workspaceId, purpose: "passkey_step_up", userId, sessionHash } as const;
  const challenge = await takeChallenge(db, { ...binding, challengeId, now });
  return stepUp(gate, step, async () => {
    const factor = await findCredential(db, workspaceId, signature.id);
    return factor?.userId === userId ? provePasskey(db, { factor, signature, challenge, now }) : null;
  });
}

async function stepUp(
  { db, ownSignIns }: Gate,
  { session, client, now }: StepUp,
  prove: () => Promise<Proof | null>,
): Promise<OpenedSession> {
  const { workspaceId, userId } = session;
  // A sign-in that is not complete is completed by signing in, where its failures lead.
  if (session.decisionId === null) throw wrongProof();
  return judgeAttempt(db, { workspaceId, userId, now }, async () => {
    const proof = await prove();
    if (!proof) throw wrongProof();
    const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
    const made = await ownSignIns.write(db, writing, async (tx, journal, decide) => {
      if (!(await proof.spend(tx, journal))) throw wrongProof();
      // A lock that other tries have brought about meanwhile would be the engine's answer.
      await forgetFailures(tx, { workspaceId, userId });
      const methods = withMethod(session.methods, proof.method);
      return strengthen({ tx, journal, decide }, { session, methods, client, now });
    });
    return strengthened(made);
  });
}
