import type { Instant } from "#app/engine/types.ts";
import { listFactors } from "#db/factors.ts";
import { passwordHashOf } from "#db/passwords.ts";
import type { Session } from "#db/sessions.ts";
import { giveBackAttempt } from "#db/sign-in-attempts.ts";
import { moveStepUpReturns } from "#db/step-up-returns.ts";
import { write } from "#db/write.ts";
import { withMethod } from "./completed-methods.ts";
import { judgeAttempt } from "./lockout.server.ts";
import { isPassword } from "./password.server.ts";
import { stepUpRequired, tooLate, wrongProof } from "./refusals.ts";
import { type OpenedSession, rotateSession } from "./session.server.ts";
import type { Gate } from "./sign-in.server.ts";

type Confirming = { session: Session; password: string; now: Instant };

/**
 * Checks the password of somebody without a second factor once more, so that they may enrol one: an open session that
 * was left alone must not be enough. It is no step-up, and changes nothing of what the session rests on.
 * @throws Refused 403 wrong password, closed account or a factor to use instead, 409 when the session has ended by now.
 */
export async function confirmPassword({ db }: Gate, { session, password, now }: Confirming): Promise<OpenedSession> {
  const { workspaceId, userId, idHash: sessionIdHash } = session;
  if (session.decisionId === null) throw wrongProof();
  return judgeAttempt(db, { workspaceId, userId, now }, async (attempt) => {
    if (!(await isPassword(await passwordHashOf(db, workspaceId, userId), password))) throw wrongProof();
    return write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, { audit }) => {
      if ((await listFactors(tx, workspaceId, userId)).length > 0) throw stepUpRequired();
      await giveBackAttempt(tx, { workspaceId, userId }, attempt);
      const methods = withMethod(session.methods, { method: "password", completedAt: now, userVerified: false });
      const opened = await rotateSession(tx, { session, methods, basis: session, now });
      if (!opened) throw tooLate();
      await moveStepUpReturns(tx, { workspaceId, userId, sessionIdHash, toIdHash: opened.session.idHash });
      audit("session.password_confirmed", { kind: "user", id: userId }, {});
      return opened;
    });
  });
}
