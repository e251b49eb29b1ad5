import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { advanceCounter, type Factor } from "#db/factors.ts";
import { findUser } from "#db/users.ts";
import { write } from "#db/write.ts";
import { readSignature } from "./passkey.server.ts";
import type { PasskeyChallenge } from "./passkey-challenge.server.ts";
import type { PasskeySignature } from "./passkey-response.ts";
import type { Proof } from "./proof.server.ts";

type Signed = { factor: Factor; signature: PasskeySignature; challenge: PasskeyChallenge; now: Instant };

/**
 * Checks a passkey's signature over a challenge that was spent on it; null for anything that is not as it should be. A
 * key that seems to have a copy is refused, too, and its owner is told.
 */
export async function provePasskey(db: Db, { factor, signature, challenge, now }: Signed): Promise<Proof | null> {
  const { workspaceId, id, kind, credential, userId } = factor;
  if (!credential || (kind !== "passkey" && kind !== "security_key")) return null;
  const read = await readSignature(credential, signature, challenge);
  // The authenticator names the account it signs for; it has to be the one that the credential was made for.
  if (!read || (read.userId !== null && read.userId !== userId)) return null;
  const { counter, backedUp } = read;
  if (read.isCopied) {
    await reportCopy(db, { factor, stored: credential.counter, signed: counter, now });
    return null;
  }
  return {
    method: { method: kind, completedAt: now, userVerified: true },
    spend: (tx) => advanceCounter(tx, { workspaceId, id, counter, backedUp, now }),
  };
}

type Copy = { factor: Factor; stored: number; signed: number; now: Instant };

/** In a write of its own, which the refusal that follows does not take back. */
async function reportCopy(
  db: Db,
  { factor: { workspaceId, userId, kind, label }, stored, signed, now }: Copy,
): Promise<void> {
  const user = await findUser(db, workspaceId, userId);
  await write(db, { workspaceId, actor: { kind: "user", id: userId }, now }, async (_tx, { audit, notify }) => {
    audit("factor.copy_suspected", { kind: "user", id: userId }, { kind, label, stored, signed });
    if (!user) return;
    notify({ template: "factor_copied", toUserId: userId, toAddress: user.userName, data: { label, at: now } });
  });
}
