import type { Instant } from "#app/engine/types.ts";
import { type Actor, freshFactorMs } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { endFactor, type Factor, listFactors } from "#db/factors.ts";
import { forgetKnownDevices } from "#db/known-devices.ts";
import { passwordHashOf, setPasswordHash } from "#db/passwords.ts";
import { endSessionsOf, findLiveSession } from "#db/sessions.ts";
import type { User } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { methodOf, withMethod } from "./completed-methods.ts";
import { type ProvenFactor, storeFactor } from "./enrolment.server.ts";
import { factorMessage } from "./factor-message.server.ts";
import { leavesWayIn } from "./leaves-way-in.server.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password.ts";
import { stepUpRequired } from "./refusals.ts";
import type { ClientOf, OpenedSession } from "./session.server.ts";
import type { Gate } from "./sign-in.server.ts";
import { strengthen } from "./strengthen.server.ts";

/** Whether somebody is signed in with two factors and used one in the last 15 minutes. */
export function hasFreshFactor({ aal, factorUsedAt }: Actor, now: Instant): boolean {
  return aal === 2 && factorUsedAt !== null && isRecent(factorUsedAt, now);
}

function isRecent(at: Instant, now: Instant): boolean {
  return Date.parse(now) - Date.parse(at) <= freshFactorMs;
}

/**
 * Whether a session may enrol a factor. Whoever has one shows it first: otherwise a stolen password or session could
 * enrol its own way past the rule. Whoever has none has to have signed in, or proved it again, in the last 15 minutes.
 */
export function mayEnrol(
  { actor, session }: Pick<Caller, "actor" | "session">,
  held: readonly Factor[],
  now: Instant,
): boolean {
  // Codes that are used up are nothing that anybody could show.
  if (held.some(({ remaining }) => remaining !== 0)) return hasFreshFactor(actor, now);
  if (session === null) return false;
  return session.methods.some(({ completedAt }) => isRecent(completedAt, now));
}

type Adding = {
  caller: Caller;
  client: ClientOf;
  factor: ProvenFactor;
  /** A first password, which an authenticator app needs beside it; null to leave things as they are. */
  newPassword: string | null;
  now: Instant;
};

/**
 * Adds a factor to one's own account. Enrolling it was using it: a session that was let in without one is stronger from
 * here on, where the policy takes the factor; returns what takes its place then.
 * @throws Refused 400 a password that is not good enough, 403 unless they may enrol, 409 when the factor is known.
 */
export async function addOwnFactor(
  { db, ownSignIns }: Gate,
  { caller, client, factor, newPassword, now }: Adding,
): Promise<OpenedSession | null> {
  const { user, auditActor } = caller;
  const { workspaceId, id } = user;
  const fault = newPassword === null ? null : passwordFault(newPassword, user.userName);
  if (fault) throw new Refused(400, "weak_password", fault);
  const passwordHash = newPassword === null ? null : await hashPassword(newPassword);
  return ownSignIns.write(db, { workspaceId, actor: auditActor, now }, async (tx, journal, decide) => {
    // Asked inside: of two first factors that are enrolled at once, the second has to show the first.
    if (!mayEnrol(caller, await listFactors(tx, workspaceId, id), now)) throw stepUpRequired();
    await storeFactor(tx, journal, user, factor, now);
    journal.notify(factorMessage("factor_added", user, { label: factor.label, at: now }));
    if (passwordHash !== null) await setFirstPassword(tx, journal, user, passwordHash);
    if (caller.actor.aal === 2) return null;
    const session = caller.session && (await findLiveSession(tx, caller.session.idHash, now));
    if (!session) return null;
    const methods = withMethod(session.methods, methodOf(factor.kind, now));
    const { opened } = await strengthen({ tx, journal, decide }, { session, methods, client, now });
    return opened;
  });
}

/** Replacing a password that is there would need proof of the old one. */
async function setFirstPassword(tx: Db, { audit }: Journal, { workspaceId, id }: User, hash: string): Promise<void> {
  if ((await passwordHashOf(tx, workspaceId, id)) !== null)
    throw new Refused(409, "has_password", "You have a password already.");
  await setPasswordHash(tx, workspaceId, id, hash);
  audit("user.password_changed", { kind: "user", id }, {});
}

/**
 * Removes one of one's own factors and ends all other sessions, which may have been opened with it.
 * @throws Refused 403 without a fresh factor, 404 no such factor of theirs, 409 `ACCOUNT_MFA_DISABLE_BLOCKED` for the
 * last one that lets them sign in.
 */
export async function revokeOwnFactor(
  db: Db,
  { caller, id, now }: { caller: Caller; id: string; now: Instant },
): Promise<void> {
  const { user, auditActor, actor, session } = caller;
  if (!hasFreshFactor(actor, now)) throw stepUpRequired();
  const { workspaceId } = user;
  const isBlocked = await write(db, { workspaceId, actor: auditActor, now }, async (tx, { audit, notify }) => {
    const factors = await listFactors(tx, workspaceId, user.id);
    const factor = factors.find((each) => each.id === id);
    if (!factor) throw new Refused(404, "not_found", "You have no such factor.");
    const subject = { kind: "user", id: user.id };
    const { kind, label } = factor;
    const hasPassword = (await passwordHashOf(tx, workspaceId, user.id)) !== null;
    if (!(await leavesWayIn(tx, { workspaceId, userId: user.id, factorId: id, hasPassword, now }))) {
      audit("ACCOUNT_MFA_DISABLE_BLOCKED", subject, { kind, label });
      notify(factorMessage("factor_removal_blocked", user, { label, at: now }));
      return true;
    }
    await endFactor(tx, { workspaceId, id, now });
    await endSessionsOf(tx, { workspaceId, userId: user.id, except: session?.idHash ?? "", now });
    await forgetKnownDevices(tx, { workspaceId, userId: user.id });
    audit("ACCOUNT_MFA_DEVICE_REVOKED", subject, { kind, label, reason: "removed_by_owner" });
    notify(factorMessage("factor_removed", user, { label, at: now }));
    return false;
  });
  // Thrown after the write, so that the refusal itself stays in the log.
  if (isBlocked)
    throw new Refused(
      409,
      "ACCOUNT_MFA_DISABLE_BLOCKED",
      "This is your last way to sign in that the policy accepts. Add another one first, then remove this.",
    );
}

/** Whether these factors are enough to sign in with: a passkey alone, or an authenticator app beside a password. */
function canSignIn(factors: readonly Factor[], hasPassword: boolean): boolean {
  return factors.some(({ kind }) => kind === "passkey" || kind === "security_key" || (kind === "totp" && hasPassword));
}

/** Whether a person has set up a way to sign in; recovery codes are none to be left with. */
export async function hasWayIn(db: Db, { workspaceId, id }: Pick<User, "workspaceId" | "id">): Promise<boolean> {
  const hasPassword = (await passwordHashOf(db, workspaceId, id)) !== null;
  return canSignIn(await listFactors(db, workspaceId, id), hasPassword);
}
