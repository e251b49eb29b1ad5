import { randomBytes } from "node:crypto";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { endFactor, type Factor, listFactors } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import { passwordHashOf, setPasswordHash } from "#db/passwords.ts";
import { currentPolicy } from "#db/policies.ts";
import { findRecoveryBatch, insertRecoveryBatch } from "#db/recovery-codes.ts";
import type { Session } from "#db/sessions.ts";
import type { User } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { isFederated } from "./completed-methods.ts";
import { hashRecoveryCode } from "./hash-recovery-code.server.ts";
import { mayEnrol } from "./own-factors.server.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password.ts";
import { codesInBatch, recoveryCodeOf } from "./recovery-code.ts";
import { stepUpRequired, tooLate } from "./refusals.ts";
import type { ClientOf } from "./session.server.ts";
import { nextStep } from "./sign-in-step.server.ts";

const kind = "recovery_code";
const label = "Recovery codes";

type Making = {
  caller: Caller;
  /** The batch that the page showed, or null for none: sent twice, a form makes one batch. */
  replaces: string | null;
  /** A first password, which codes need beside them; null to leave things as they are. */
  newPassword: string | null;
  now: Instant;
};

/**
 * Makes ten recovery codes for one's own account in the place of those that are there, and returns them: they are
 * shown to whoever asked, and kept nowhere.
 * @throws Refused 400 a password that is not good enough, 403 unless they may enrol, 409 where the policy allows no
 * codes, there is nothing that they would be the backup of, or the batch is another one by now.
 */
export async function makeRecoveryCodes(db: Db, { caller, replaces, newPassword, now }: Making): Promise<string[]> {
  const { user, auditActor: actor } = caller;
  const { workspaceId } = user;
  const fault = newPassword === null ? null : passwordFault(newPassword, user.userName);
  if (fault) throw new Refused(400, "weak_password", fault);
  const passwordHash = newPassword === null ? null : await hashPassword(newPassword);
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const held = await listFactors(tx, workspaceId, user.id);
    if (!mayEnrol(caller, held, now)) throw stepUpRequired();
    await requireFirstFactor(tx, journal, caller, passwordHash);
    await refuseWithoutUse(tx, workspaceId, held);
    return replaceBatch(tx, journal, { user, replaces, now });
  });
}

/** A code counts only beside a password, or the word of an identity provider: otherwise it would be kept for nothing. */
async function requireFirstFactor(
  tx: Db,
  { audit }: Journal,
  { user, session }: Caller,
  passwordHash: string | null,
): Promise<void> {
  const { workspaceId, id } = user;
  const hasPassword = (await passwordHashOf(tx, workspaceId, id)) !== null;
  // Replacing a password that is there would need proof of the old one.
  if (hasPassword && passwordHash !== null) throw new Refused(409, "has_password", "You have a password already.");
  if (passwordHash !== null) {
    await setPasswordHash(tx, workspaceId, id, passwordHash);
    audit("user.password_changed", { kind: "user", id }, {});
  } else if (!hasPassword && !(session && isFederated(session)))
    throw new Refused(400, "weak_password", "Choose a password: codes are used together with one.");
}

async function refuseWithoutUse(tx: Db, workspaceId: string, held: readonly Factor[]): Promise<void> {
  const policy = await currentPolicy(tx, workspaceId);
  if (!policy.recoveryCodesAllowed)
    throw new Refused(409, "recovery_codes_off", "The MFA policy of your organisation allows no recovery codes.");
  if (!policy.codesCountAsEnrollment && held.every((factor) => factor.kind === kind))
    throw new Refused(409, "no_factor", "Recovery codes are a backup. Add a passkey or an authenticator app first.");
}

type Enrolling = { session: Session; user: User; client: ClientOf; now: Instant };

/**
 * Makes the codes of somebody who stands before the wall, where the policy takes them as the only factor, and returns
 * them. Nobody is let in by that: the sign-in goes on with one of the codes, which shows that they were kept.
 * @throws Refused 403 for somebody who has a factor, or from whom codes are not taken, 409 when they have codes by now.
 */
export async function enrolRecoveryCodes(db: Db, { session, user, client, now }: Enrolling): Promise<string[]> {
  const { workspaceId, id } = user;
  return write(db, { workspaceId, actor: { kind: "user", id }, now }, async (tx, journal) => {
    const next = await nextStep(tx, { session, client, now });
    if (next.kind !== "enroll" || !next.kinds.includes("recovery_code")) throw stepUpRequired();
    return replaceBatch(tx, journal, { user, replaces: null, now });
  });
}

type Replacing = { user: User; replaces: string | null; now: Instant };

/** Ends the batch that is there and stores a new one, inside a write; returns its codes. */
async function replaceBatch(tx: Db, { audit, notify }: Journal, { user, replaces, now }: Replacing): Promise<string[]> {
  const { workspaceId, id: userId } = user;
  const subject = { kind: "user", id: userId };
  const present = await findRecoveryBatch(tx, workspaceId, userId);
  if ((present?.id ?? null) !== replaces) throw tooLate();
  if (present) {
    await endFactor(tx, { workspaceId, id: present.id, now });
    audit("ACCOUNT_MFA_DEVICE_REVOKED", subject, { kind, label, reason: "replaced" });
  }
  const id = newId("fac");
  const codes = Array.from({ length: codesInBatch }, () => recoveryCodeOf(randomBytes(16)));
  const codeHashes = codes.map((code) => hashRecoveryCode(id, code));
  await insertRecoveryBatch(tx, { workspaceId, id, userId, label, codeHashes, now });
  audit("ACCOUNT_MFA_DEVICE_ENROLLED", subject, { kind, label });
  const template = present ? "recovery_codes_replaced" : "factor_added";
  notify({ template, toUserId: userId, toAddress: user.userName, data: { label, at: now } });
  return codes;
}
