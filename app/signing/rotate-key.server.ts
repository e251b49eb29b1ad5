import type { AuditActor } from "#app/audit/events.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { mayChange, type RegisterRole } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { findCurrentKey, insertSigningKey, retireSigningKey } from "#db/signing-keys.ts";
import { rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import { keyFacts, newSigningKey } from "./workspace-key.server.ts";

type Rotation = {
  workspaceId: string;
  /** The key that was current when the owner asked. */
  keyId: string;
  by: Actor;
  actor: AuditActor;
  now: Instant;
};

export function mayRotateKey(roles: readonly RegisterRole[]): boolean {
  return mayChange(roles) && roles.includes("owner");
}

/**
 * Puts another key in the place of the current one, whose private half is forgotten; its public half stays listed, and
 * what it signed stays good.
 * @throws Refused 403 not an owner or without a fresh factor, 409 where that key is no longer the current one.
 */
export async function rotateKey(
  { db, secrets, publicUrl }: { db: Db; secrets: SecretBox; publicUrl: string },
  { workspaceId, keyId, by, actor, now }: Rotation,
): Promise<void> {
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  const key = await newSigningKey(db, workspaceId, { secrets, publicUrl, actor, now });
  await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    // Read inside the change, so that one who was demoted a moment ago is refused.
    if (!mayRotateKey(await rolesOf(tx, workspaceId, by.userId)))
      throw new Refused(403, "not_workspace_owner", "Only an owner puts another key in place.");
    const current = await findCurrentKey(tx, workspaceId);
    if (current?.id !== keyId || !(await retireSigningKey(tx, workspaceId, { id: keyId, at: now })))
      throw new Refused(409, "key_replaced", "Another key has been put in place in the meantime.");
    await insertSigningKey(tx, key);
    const retired = keyFacts(current).vkey;
    audit("signing_key.rotated", { kind: "signing_key", id: key.id }, { ...keyFacts(key), retired });
  });
}
