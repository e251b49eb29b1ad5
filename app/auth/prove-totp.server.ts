import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listFactors, spendTotpStep } from "#db/factors.ts";
import type { SecretBox } from "./secret-box.server.ts";
import { totpStep } from "./totp.server.ts";

/**
 * Checks a code against a person's authenticator apps and spends its time step, so that it never counts again. Returns
 * the completed method; null alike for a wrong code and for one that was right and is spent.
 */
export async function proveTotp(
  db: Db,
  {
    workspaceId,
    userId,
    code,
    secrets,
    now,
  }: { workspaceId: string; userId: string; code: string; secrets: SecretBox; now: Instant },
): Promise<CompletedMethod | null> {
  for (const { id, totp } of await listFactors(db, workspaceId, userId)) {
    if (!totp) continue;
    const step = await totpStep(secrets.open(totp.secret), code, now);
    if (step !== null && (await spendTotpStep(db, { workspaceId, id, step, now })))
      return { method: "totp", completedAt: now, userVerified: false };
  }
  return null;
}
