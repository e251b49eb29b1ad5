import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { OwnDecider } from "#app/signins/own-decider.server.ts";
import type { Db } from "#db/connect.ts";
import { findCredential } from "#db/factors.ts";
import { passwordHashOf } from "#db/passwords.ts";
import { endSession, type Session } from "#db/sessions.ts";
import { type Attempt, forgetFailures, giveBackAttempt } from "#db/sign-in-attempts.ts";
import { findUserByName } from "#db/users.ts";
import { withMethod } from "./completed-methods.ts";
import { type Entering, enter, entered } from "./enter.server.ts";
import { judgeAttempt } from "./lockout.server.ts";
import { takeChallenge } from "./passkey-challenge.server.ts";
import type { PasskeySignature } from "./passkey-response.ts";
import { isPassword } from "./password.server.ts";
import { type Proof, proveTotp } from "./proof.server.ts";
import { provePasskey } from "./prove-passkey.server.ts";
import { tooLate, wrongProof } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";
import type { ClientOf, OpenedSession } from "./session.server.ts";
import { judgeFrom } from "./throttle.server.ts";

/** Where sign-ins to the register are decided. */
export type Gate = { db: Db; ownSignIns: OwnDecider };

type SignIn = {
  workspaceId: string;
  client: ClientOf;
  /** The session that the browser had before; it ends. */
  earlier: Session | null;
  now: Instant;
};

type Proved = Entering & {
  attempt: Attempt;
  /** What was shown and is spent by this sign-in; null for a password, which is not. */
  proof: Proof | null;
};

/**
 * Asks the engine about somebody who has just proved something. The try that it took is given back; a factor that was shown
 * makes up for the failures before it, which a password alone does not.
 */
async function goOn(
  { db, ownSignIns }: Gate,
  { attempt, proof, ...entering }: Proved,
  makeWay: (tx: Db) => Promise<void>,
): Promise<OpenedSession> {
  const { workspaceId, userId, now } = entering;
  const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  const entry = await ownSignIns.write(db, writing, async (tx, journal, decide) => {
    if (proof === null) await giveBackAttempt(tx, { workspaceId, userId }, attempt);
    else if (await proof.spend(tx, journal)) await forgetFailures(tx, { workspaceId, userId });
    else throw wrongProof();
    await makeWay(tx);
    return enter({ tx, journal, decide }, entering);
  });
  return entered(entry);
}

/**
 * Checks a password. The session that follows is let in, or leads to the second factor or to enrolling one, as the
 * engine says.
 * @throws Refused 403, the same and after the same time for an unknown name, a wrong password or a closed account; 429
 * where too many wrong ones came from the same place.
 */
export async function signInWithPassword(
  gate: Gate,
  { userName, password, earlier, ...signIn }: SignIn & { userName: string; password: string },
): Promise<OpenedSession> {
  const { db } = gate;
  const { workspaceId, now } = signIn;
  return judgeFrom(db, { workspaceId, ip: signIn.client.ip, now }, async () => {
    const user = await findUserByName(db, workspaceId, userName);
    const userId = user?.id ?? "";
    // Begun before the account is looked at and waited for in any case, so that a wrong name takes as long as a right one.
    const checking = isPassword(await passwordHashOf(db, workspaceId, userId), password);
    const judging = judgeAttempt(db, { workspaceId, userId, now }, async (attempt) => {
      if (!(await checking)) throw wrongProof();
      const methods: CompletedMethod[] = [{ method: "password", completedAt: now, userVerified: false }];
      return goOn(gate, { ...signIn, userId, methods, attempt, proof: null }, endingEarlier(earlier, now));
    });
    await Promise.allSettled([checking, judging]);
    return judging;
  });
}

function endingEarlier(earlier: Session | null, now: Instant) {
  return async (tx: Db) => {
    if (earlier) await endSession(tx, earlier.idHash, now);
  };
}

export type SecondStep = { session: Session; client: ClientOf; now: Instant };

/**
 * Proves a second factor in a sign-in that has begun; whether that is enough the engine says.
 * @throws Refused 403 wrong proof or closed account, 409 when the first step has ended by now.
 */
export async function completeSignIn(
  gate: Gate,
  { session, client, now }: SecondStep,
  prove: () => Promise<Proof | null>,
): Promise<OpenedSession> {
  const { workspaceId, userId } = session;
  return judgeFrom(gate.db, { workspaceId, ip: client.ip, now }, () =>
    judgeAttempt(gate.db, { workspaceId, userId, now }, async (attempt) => {
      const proof = await prove();
      if (!proof) throw wrongProof();
      const methods = withMethod(session.methods, proof.method);
      const entering = { workspaceId, userId, methods, client, now };
      return goOn(gate, { ...entering, attempt, proof }, async (tx) => {
        if (!(await endSession(tx, session.idHash, now))) throw tooLate();
      });
    }),
  );
}

/** The second step with a code of the authenticator app. @throws Refused as completeSignIn does. */
export function completeWithTotp(
  gate: Gate,
  { code, secrets, ...step }: SecondStep & { code: string; secrets: SecretBox },
): Promise<OpenedSession> {
  const { workspaceId, userId } = step.session;
  const { now } = step;
  return completeSignIn(gate, step, () => proveTotp(gate.db, { workspaceId, userId, code, secrets, now }));
}

/**
 * Goes on with a sign-in that has begun, where what the policy asks for has changed since.
 * @throws Refused 409 when the first step has ended by now.
 */
export async function continueSignIn(gate: Gate, { session, client, now }: SecondStep): Promise<OpenedSession> {
  const { workspaceId, userId, methods } = session;
  const writing = { workspaceId, actor: { kind: "user", id: userId }, now } as const;
  const entry = await gate.ownSignIns.write(gate.db, writing, async (tx, journal, decide) => {
    if (!(await endSession(tx, session.idHash, now))) throw tooLate();
    return enter({ tx, journal, decide }, { workspaceId, userId, methods, client, now });
  });
  return entered(entry);
}

type PasskeyAnswer = { signature: PasskeySignature; challengeId: string | null };

/**
 * Signs in with a passkey, which is both factors at once. Beside a password that was given in this browser before it is
 * the second step, for the same person only.
 * @throws Refused 403 for a passkey that is not known, not valid or of a closed account, 409 for a spent challenge, 429 as
 * with a password.
 */
export async function signInWithPasskey(
  gate: Gate,
  { signature, challengeId, earlier, ...signIn }: SignIn & PasskeyAnswer,
): Promise<OpenedSession> {
  const { db } = gate;
  const { workspaceId, now } = signIn;
  const binding = { workspaceId, purpose: "passkey_sign_in", userId: null, sessionHash: null } as const;
  return judgeFrom(db, { workspaceId, ip: signIn.client.ip, now }, async () => {
    const challenge = await takeChallenge(db, { ...binding, challengeId, now });
    const factor = await findCredential(db, workspaceId, signature.id);
    if (!factor) throw wrongProof();
    const { userId } = factor;
    return judgeAttempt(db, { workspaceId, userId, now }, async (attempt) => {
      // Nobody else has said who this is, so the authenticator has to.
      const proof = signature.response.userHandle && (await provePasskey(db, { factor, signature, challenge, now }));
      if (!proof) throw wrongProof();
      const begun = earlier?.decisionId === null && earlier.userId === userId ? earlier.methods : [];
      const methods = withMethod(begun, proof.method);
      return goOn(gate, { ...signIn, userId, methods, attempt, proof }, endingEarlier(earlier, now));
    });
  });
}
