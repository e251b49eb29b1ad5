import type { CompletedMethod, Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { advanceCounter, type Factor, listFactors, spendTotpStep } from "#db/factors.ts";
import { readSignature } from "./passkey.server.ts";
import type { PasskeySignature } from "./passkey-response.ts";
import type { SecretBox } from "./secret-box.server.ts";
import { totpStep } from "./totp.server.ts";

/**
 * A factor that was shown to be right. It counts once: for whoever spends it, in the write that makes use of it, so
 * that a proof is never spent for nothing and never used twice.
 */
export type Proof = {
  method: CompletedMethod;
  /** False when somebody was faster. */
  spend(tx: Db): Promise<boolean>;
};

type Person = { workspaceId: string; userId: string };

/** Checks a code against a person's authenticator apps. Null alike for a wrong code and for one that has been spent. */
export async function proveTotp(
  db: Db,
  { workspaceId, userId, code, secrets, now }: Person & { code: string; secrets: SecretBox; now: Instant },
): Promise<Proof | null> {
  for (const { id, totp } of await listFactors(db, workspaceId, userId)) {
    if (!totp) continue;
    const step = await totpStep(secrets.open(totp.secret), code, now);
    if (step !== null && (totp.lastStep === null || totp.lastStep < step))
      return {
        method: { method: "totp", completedAt: now, userVerified: false },
        spend: (tx) => spendTotpStep(tx, { workspaceId, id, step, now }),
      };
  }
  return null;
}

type Signed = { factor: Factor; signature: PasskeySignature; challenge: string; publicUrl: URL; now: Instant };

/** Checks a passkey's signature over a challenge that was spent on it; null for anything that is not as it should be. */
export async function provePasskey({ factor, signature, challenge, publicUrl, now }: Signed): Promise<Proof | null> {
  const { workspaceId, id, kind, credential, userId } = factor;
  if (!credential || (kind !== "passkey" && kind !== "security_key")) return null;
  const read = await readSignature(credential, signature, { challenge, publicUrl });
  // The authenticator names the account it signs for; it has to be the one that the credential was made for.
  if (!read || (read.userId !== null && read.userId !== userId)) return null;
  return {
    method: { method: kind, completedAt: now, userVerified: true },
    spend: (tx) => advanceCounter(tx, { workspaceId, id, counter: read.counter, now }),
  };
}
