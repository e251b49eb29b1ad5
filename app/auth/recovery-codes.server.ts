import { hash, randomBytes } from "node:crypto";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { endFactor, listFactors } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import { passwordHashOf, setPasswordHash } from "#db/passwords.ts";
import { currentPolicy } from "#db/policies.ts";
import { findRecoveryBatch, hasUnusedCode, insertRecoveryBatch, spendRecoveryCode } from "#db/recovery-codes.ts";
import { findUser, type User } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import type { Caller } from "./caller.server.ts";
import { hasFreshFactor } from "./own-factors.server.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password.ts";
import type { Proof } from "./proof.server.ts";
import { codesInBatch, fewCodes, readRecoveryCode, recoveryCodeOf } from "./recovery-code.ts";
import { stepUpRequired, tooLate } from "./refusals.ts";

const kind = "recovery_code";
const label = "Recovery codes";

/**
 * Returns what is stored of a code. A fast hash is right here: nobody can try out 80 random bits, while a slow one would
 * make every wrong code cost the server what it costs the stranger. The batch's own id is the salt, so that nothing is
 * computed ahead or for two people at once.
 */
function hashCode(batchId: string, code: string): string {
  return hash("sha256", `${batchId}.${code}`);
}

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
 * @throws Refused 400 a password that is not good enough, 403 without a fresh factor, 409 where the policy allows no
 * codes, there is nothing that they would be the backup of, or the batch is another one by now.
 */
export async function makeRecoveryCodes(db: Db, { caller, replaces, newPassword, now }: Making): Promise<string[]> {
  if (!hasFreshFactor(caller.actor, now)) throw stepUpRequired();
  const { user, auditActor: actor } = caller;
  const { workspaceId } = user;
  const fault = newPassword === null ? null : passwordFault(newPassword, user.userName);
  if (fault) throw new Refused(400, "weak_password", fault);
  const passwordHash = newPassword === null ? null : await hashPassword(newPassword);
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    await requirePassword(tx, journal, user, passwordHash);
    await refuseWithoutUse(tx, user);
    return replaceBatch(tx, journal, { user, replaces, now });
  });
}

/** A code counts only beside a password: without one it would be kept for nothing. */
async function requirePassword(
  tx: Db,
  { audit }: Journal,
  { workspaceId, id }: User,
  passwordHash: string | null,
): Promise<void> {
  const hasPassword = (await passwordHashOf(tx, workspaceId, id)) !== null;
  // Replacing a password that is there would need proof of the old one.
  if (hasPassword && passwordHash !== null) throw new Refused(409, "has_password", "You have a password already.");
  if (hasPassword) return;
  if (passwordHash === null)
    throw new Refused(400, "weak_password", "Choose a password: codes are used together with one.");
  await setPasswordHash(tx, workspaceId, id, passwordHash);
  audit("user.password_changed", { kind: "user", id }, {});
}

async function refuseWithoutUse(tx: Db, { workspaceId, id }: User): Promise<void> {
  const policy = await currentPolicy(tx, workspaceId);
  if (!policy.recoveryCodesAllowed)
    throw new Refused(409, "recovery_codes_off", "The MFA policy of your organisation allows no recovery codes.");
  const factors = await listFactors(tx, workspaceId, id);
  if (!policy.codesCountAsEnrollment && factors.every((factor) => factor.kind === kind))
    throw new Refused(409, "no_factor", "Recovery codes are a backup. Add a passkey or an authenticator app first.");
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
  const codeHashes = codes.map((code) => hashCode(id, code));
  await insertRecoveryBatch(tx, { workspaceId, id, userId, label, codeHashes, now });
  audit("ACCOUNT_MFA_DEVICE_ENROLLED", subject, { kind, label });
  const template = present ? "recovery_codes_replaced" : "factor_added";
  notify({ template, toUserId: userId, toAddress: user.userName, data: { label, at: now } });
  return codes;
}

type Shown = { workspaceId: string; userId: string; code: string; ip: string | null; now: Instant };

/** Checks a recovery code of a person. Null alike for what cannot be one, a wrong one, a used one and somebody else's. */
export async function proveRecoveryCode(
  db: Db,
  { workspaceId, userId, code: typed, ip, now }: Shown,
): Promise<Proof | null> {
  const code = readRecoveryCode(typed);
  const batch = await findRecoveryBatch(db, workspaceId, userId);
  if (code === null || !batch) return null;
  const stored = { workspaceId, factorId: batch.id, codeHash: hashCode(batch.id, code) };
  if (!(await hasUnusedCode(db, stored))) return null;
  return {
    method: { method: kind, completedAt: now, userVerified: false },
    async spend(tx, journal) {
      const remaining = await spendRecoveryCode(tx, { ...stored, now });
      if (remaining === null) return false;
      await tellOfUse(tx, journal, { workspaceId, userId, ip, now, remaining });
      return true;
    },
  };
}

/** People are told of every code that is used, and from a few left on that it is time for new ones. */
async function tellOfUse(
  tx: Db,
  { audit, notify }: Journal,
  { workspaceId, userId, ip, now, remaining }: Omit<Shown, "code"> & { remaining: number },
): Promise<void> {
  audit("ACCOUNT_MFA_RECOVERY_CODE_USED", { kind: "user", id: userId }, { remaining });
  const user = await findUser(tx, workspaceId, userId);
  if (!user) throw new Error(`a recovery code of ${userId} was spent, expected a person of the workspace`);
  const template = remaining > fewCodes ? "recovery_code_used" : "recovery_codes_low";
  const data = { remaining: String(remaining), at: now, ip: ip ?? "" };
  notify({ template, toUserId: userId, toAddress: user.userName, data });
}
