import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { forgetKnownDevices } from "#db/known-devices.ts";
import { endPasswordResets } from "#db/password-resets.ts";
import { passwordHashOf, setPasswordHash } from "#db/passwords.ts";
import { endSessionsOf } from "#db/sessions.ts";
import { giveBackAttempt } from "#db/sign-in-attempts.ts";
import { write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { judgeAttempt } from "./lockout.server.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { hashPassword, isPassword } from "./password.server.ts";
import { passwordFault } from "./password.ts";
import { stepUpRequired } from "./refusals.ts";

type Changing = {
  caller: Caller;
  /** The password so far; null to rest on a factor used a moment ago. */
  current: string | null;
  password: string;
  now: Instant;
};

/**
 * Replaces one's own password, or sets a first one. All other sessions end with it, and the person is told.
 * @throws Refused 400 a password that is not good enough, 403 the old one is wrong, or no fresh factor without it.
 */
export async function changeOwnPassword(db: Db, { caller, current, password, now }: Changing): Promise<void> {
  const { user, auditActor, session } = caller;
  const { workspaceId, id: userId } = user;
  const fault = passwordFault(password, user.userName);
  if (fault) throw new Refused(400, "weak_password", fault, { field: "password" });
  if (!hasFreshFactor(caller.actor, now)) await proveCurrent(db, { caller, current, now });
  const passwordHash = await hashPassword(password);
  await write(db, { workspaceId, actor: auditActor, now }, async (tx, { audit, notify }) => {
    await setPasswordHash(tx, workspaceId, userId, passwordHash);
    await endPasswordResets(tx, workspaceId, userId, now);
    await endSessionsOf(tx, { workspaceId, userId, except: session?.idHash ?? "", now });
    await forgetKnownDevices(tx, { workspaceId, userId });
    audit("user.password_changed", { kind: "user", id: userId }, { means: "own_proof" });
    notify({ template: "password_changed", toUserId: userId, toAddress: user.userName, data: { at: now } });
  });
}

/** A session that was left open must not be enough to take an account over; tries are counted like those of a sign-in. */
async function proveCurrent(db: Db, { caller, current, now }: Omit<Changing, "password">): Promise<void> {
  const { workspaceId, id: userId } = caller.user;
  const hash = await passwordHashOf(db, workspaceId, userId);
  if (current === null || hash === null) throw stepUpRequired();
  await judgeAttempt(db, { workspaceId, userId, now }, async (attempt) => {
    if (!(await isPassword(hash, current)))
      throw new Refused(403, "wrong_password", "This is not your password.", { field: "current" });
    await giveBackAttempt(db, { workspaceId, userId }, attempt);
  });
}
