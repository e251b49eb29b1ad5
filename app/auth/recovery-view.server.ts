import type { Instant } from "#app/engine/types.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { ownApplication } from "#app/signins/own-application.ts";
import type { Db } from "#db/connect.ts";
import { passwordHashOf } from "#db/passwords.ts";
import { currentPolicy } from "#db/policies.ts";
import { findRecoveryBatch } from "#db/recovery-codes.ts";
import type { User } from "#db/users.ts";

/** Returns what somebody's own page says of their recovery codes: how many are left, never which. */
export async function recoveryView(db: Db, { workspaceId, id }: Pick<User, "workspaceId" | "id">, now: Instant) {
  const policy = await currentPolicy(db, workspaceId);
  return {
    batch: (await findRecoveryBatch(db, workspaceId, id)) ?? null,
    isAllowed: policy.recoveryCodesAllowed,
    /** Whether a code would be taken of them here, as their rules are now. */
    isAccepted: await takesCodes(db, workspaceId, id, now),
    hasPassword: (await passwordHashOf(db, workspaceId, id)) !== null,
  };
}

async function takesCodes(db: Db, workspaceId: string, userId: string, now: Instant): Promise<boolean> {
  const { decision } = await evaluateOnce(db, {
    workspaceId,
    request: {
      subjectKind: "user",
      subjectId: userId,
      applicationId: ownApplication.id,
      client: { ip: null, device: "unknown", isKnownDevice: false, protocol: "modern", country: null },
      completed: [{ method: "password", completedAt: now, userVerified: false }],
    },
    now,
  });
  return decision.acceptableFactors.includes("recovery_code");
}
