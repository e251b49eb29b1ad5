import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listFactors } from "#db/factors.ts";
import { noteWrongCode, spendTotpStep } from "#db/oath-seeds.ts";
import type { Journal } from "#db/write.ts";
import type { SecretBox } from "./secret-box.server.ts";
import { digitsOf, totpStep } from "./totp.server.ts";

/**
 * A factor that was shown to be right. It counts once: for whoever spends it, in the write that makes use of it, so
 * that a proof is never spent for nothing and never used twice.
 */
export type Proof = {
  method: CompletedMethod;
  /** False when somebody was faster. */
  spend(tx: Db, journal: Journal): Promise<boolean>;
};

type Person = { workspaceId: string; userId: string };

/**
 * Checks a code against a person's tokens. Null alike for a wrong code and for one that has been spent; only a wrong one
 * says that a token may be out of step.
 */
export async function proveTotp(
  db: Db,
  { workspaceId, userId, code, secrets, now }: Person & { code: string; secrets: SecretBox; now: Instant },
): Promise<Proof | null> {
  const seeds = (await listFactors(db, workspaceId, userId)).flatMap(({ totp }) => totp ?? []);
  const wrong: string[] = [];
  for (const { tokenId, secret, lastStep, ...seed } of seeds) {
    const told = await totpStep({ ...seed, secret: secrets.open(secret) }, code, now);
    if (told !== null && (lastStep === null || lastStep < told.step))
      return {
        method: { method: "totp", completedAt: now, userVerified: false },
        spend: (tx) => spendTotpStep(tx, { workspaceId, tokenId, ...told, now }),
      };
    if (told === null && digitsOf(code, seed.digits) !== null) wrong.push(tokenId);
  }
  if (wrong.length === seeds.length) await noteWrongCode(db, workspaceId, wrong);
  return null;
}
