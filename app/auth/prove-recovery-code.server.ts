import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findRecoveryBatch, hasUnusedCode, spendRecoveryCode } from "#db/recovery-codes.ts";
import { findUser } from "#db/users.ts";
import type { Journal } from "#db/write.ts";
import { hashRecoveryCode } from "./hash-recovery-code.server.ts";
import type { Proof } from "./proof.server.ts";
import { fewCodes, readRecoveryCode } from "./recovery-code.ts";

type Shown = { workspaceId: string; userId: string; code: string; ip: string | null; now: Instant };

/** Checks a recovery code of a person. Null alike for what cannot be one, a wrong one, a used one and somebody else's. */
export async function proveRecoveryCode(
  db: Db,
  { workspaceId, userId, code: typed, ip, now }: Shown,
): Promise<Proof | null> {
  const code = readRecoveryCode(typed);
  const batch = await findRecoveryBatch(db, workspaceId, userId);
  if (code === null || !batch) return null;
  const stored = { workspaceId, factorId: batch.id, codeHash: hashRecoveryCode(batch.id, code) };
  if (!(await hasUnusedCode(db, stored))) return null;
  return {
    method: { method: "recovery_code", completedAt: now, userVerified: false },
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
