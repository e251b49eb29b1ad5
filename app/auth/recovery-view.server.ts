import type { Instant } from "#app/engine/types.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { ownRequest } from "#app/signins/own-decider.server.ts";
import type { Db } from "#db/connect.ts";
import { passwordHashOf } from "#db/passwords.ts";
import { findRecoveryBatch } from "#db/recovery-codes.ts";
import type { User } from "#db/users.ts";

/** Returns what somebody's own page says of their recovery codes: how many are left, never which. */
export async function recoveryView(
  db: Db,
  { workspaceId, id: userId }: Pick<User, "workspaceId" | "id">,
  now: Instant,
) {
  const completed = [{ method: "password", completedAt: now, userVerified: false }] as const;
  const request = ownRequest({ userId, completed, ip: null, isKnownDevice: false });
  const { decision, policy, signIn } = await evaluateOnce(db, { workspaceId, request, now });
  const factors = signIn.subject?.factors ?? [];
  const hasOther = factors.some(({ kind }) => kind !== "recovery_code");
  return {
    batch: (await findRecoveryBatch(db, workspaceId, userId)) ?? null,
    isAllowed: policy.recoveryCodesAllowed,
    /** Whether there is something that they would be the backup of, where that is needed. */
    isBackup: hasOther || policy.codesCountAsEnrollment,
    /** Whether the engine would take a code of them here, as their rules are now. */
    isAccepted: decision.acceptableFactors.includes("recovery_code"),
    hasPassword: (await passwordHashOf(db, workspaceId, userId)) !== null,
  };
}
