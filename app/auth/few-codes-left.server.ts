import type { Db } from "#db/connect.ts";
import { currentPolicy } from "#db/policies.ts";
import { findRecoveryBatch } from "#db/recovery-codes.ts";
import type { User } from "#db/users.ts";
import { fewCodes } from "./recovery-code.ts";

/** Returns how many recovery codes somebody has left once it is time for new ones, which the policy has to allow; otherwise null. */
export async function fewCodesLeft(
  db: Db,
  { workspaceId, id }: Pick<User, "workspaceId" | "id">,
): Promise<number | null> {
  const batch = await findRecoveryBatch(db, workspaceId, id);
  if (!batch || batch.remaining > fewCodes) return null;
  return (await currentPolicy(db, workspaceId)).recoveryCodesAllowed ? batch.remaining : null;
}
