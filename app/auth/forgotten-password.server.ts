import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { forgetKnownDevices } from "#db/known-devices.ts";
import {
  countPasswordResets,
  findPasswordReset,
  insertPasswordReset,
  type PasswordReset,
  spendPasswordReset,
} from "#db/password-resets.ts";
import { passwordHashOf, setPasswordHash } from "#db/passwords.ts";
import { endSessionsOf } from "#db/sessions.ts";
import { findUser, findUserByName, type User } from "#db/users.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";
import { type Journal, write } from "#db/write.ts";
import { isShutOut } from "./access-end.ts";
import type { SetupLink } from "./invitation.server.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password.ts";
import { hashToken, randomToken } from "./random-token.server.ts";
import { tooLate } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";

/** How long a link works; a mailbox may be read by others, and later. */
const linkHours = 0.5;
/** How many links one account is sent within an hour, so that nobody can fill a mailbox with them. */
const mostInAnHour = 3;

type Asking = { workspaceId: string; userName: string; publicUrl: URL; secrets: SecretBox; now: Instant };

/**
 * Sends a link for a new password to somebody who has one. For an unknown name, somebody barred or somebody without a
 * password nothing happens, and the caller is told the same.
 */
export async function sendPasswordReset(
  db: Db,
  { workspaceId, userName, publicUrl, secrets, now }: Asking,
): Promise<void> {
  const user = await findUserByName(db, workspaceId, userName);
  if (!user) return;
  const { id: userId } = user;
  const sending = write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, journal) => {
    const { url, expiresAt } = await createPasswordReset(tx, journal, { user, publicUrl, now });
    // Sealed until it is sent: whoever reads the database is not to find a link that works.
    const data = { sealedUrl: secrets.seal(url), expiresAt };
    journal.notify({ template: "password_reset", toUserId: userId, toAddress: user.userName, data });
  });
  await sending.catch((caught: unknown) => {
    if (!(caught instanceof Refused)) throw caught;
  });
}

/**
 * Makes a link for a new password, to be handed over by the operator of the server where no mail leaves it.
 * @throws Refused 404 no such person, 409 barred, without a password, or three links within an hour.
 */
export async function makePasswordReset(
  db: Db,
  {
    workspaceId,
    userId,
    actor,
    publicUrl,
    now,
  }: Pick<Asking, "workspaceId" | "publicUrl" | "now"> & {
    userId: string;
    actor: AuditActor;
  },
): Promise<SetupLink> {
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const user = await findUser(tx, workspaceId, userId);
    if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
    return createPasswordReset(tx, journal, { user, publicUrl, now });
  });
}

async function createPasswordReset(
  tx: Db,
  { audit }: Journal,
  { user, publicUrl, now }: { user: User; publicUrl: URL; now: Instant },
): Promise<SetupLink> {
  const { workspaceId, id: userId } = user;
  if (isShutOut(user, now)) throw new Refused(409, "disabled", "This person is barred from signing in.");
  if ((await passwordHashOf(tx, workspaceId, userId)) === null)
    throw new Refused(409, "no_password", "This person has no password that could be replaced.");
  // Counted inside, where changes are in line: many requests at once are sent no more than one after the other.
  const made = await countPasswordResets(tx, workspaceId, { userId, since: addHours(now, -1) });
  if (made >= mostInAnHour)
    throw new Refused(409, "too_many_links", "Three links were made for this account within an hour.");
  const token = randomToken();
  const expiresAt = addHours(now, linkHours);
  await insertPasswordReset(tx, { workspaceId, userId, tokenHash: hashToken(token), expiresAt, now });
  audit("user.password_reset_requested", { kind: "user", id: userId }, { expiresAt });
  return { url: `${publicUrl.origin}/reset-password/${token}`, expiresAt };
}

export type OpenPasswordReset = { reset: PasswordReset; workspace: Workspace; user: User };

/** Returns what a link leads to, without spending it; null when it has ended, was used, or its person was barred. */
export async function openPasswordReset(db: Db, token: string, now: Instant): Promise<OpenPasswordReset | null> {
  const reset = await findPasswordReset(db, hashToken(token), now);
  if (!reset) return null;
  const workspace = await findWorkspace(db, reset.workspaceId);
  const user = await findUser(db, reset.workspaceId, reset.userId);
  return workspace && user && !isShutOut(user, now) ? { reset, workspace, user } : null;
}

/**
 * Sets a new password with a link. It proves a mailbox and no more: nobody is signed in by it, the factors stay what they
 * are, and so does a lock that wrong tries have begun.
 * @throws Refused 400 a password that is not good enough, 409 when the link has ended or was used.
 */
export async function resetPassword(
  db: Db,
  { token, password, now }: { token: string; password: string; now: Instant },
): Promise<void> {
  const open = await openPasswordReset(db, token, now);
  if (!open) throw tooLate();
  const { reset, user } = open;
  const fault = passwordFault(password, user.userName);
  if (fault) throw new Refused(400, "weak_password", fault, { field: "password" });
  const passwordHash = await hashPassword(password);
  const { workspaceId, id: userId } = user;
  await write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (tx, { audit, notify }) => {
    // Asked again inside: whoever comes second with the same link, or after they were barred, changes nothing.
    if (!(await openPasswordReset(tx, token, now)) || !(await spendPasswordReset(tx, reset, now))) throw tooLate();
    await setPasswordHash(tx, workspaceId, userId, passwordHash);
    await endSessionsOf(tx, { workspaceId, userId, now });
    await forgetKnownDevices(tx, { workspaceId, userId });
    audit("user.password_changed", { kind: "user", id: userId }, { means: "mailed_link" });
    notify({ template: "password_changed", toUserId: userId, toAddress: user.userName, data: { at: now } });
  });
}
