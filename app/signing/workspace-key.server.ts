import { generateKeyPairSync } from "node:crypto";
import type { AuditActor } from "#app/audit/events.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { findCurrentKey, insertSigningKey, type SigningKey } from "#db/signing-keys.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { fingerprintOf, type NoteKey, type NoteSigner, vkeyOf } from "./signed-note.server.ts";

/** Somebody else made the first key in the meantime; thrown so that nothing is written. */
class MadeMeanwhile extends Error {}

type Making = { secrets: SecretBox; publicUrl: string; actor: AuditActor; now: Instant };

/** Returns the key that a workspace signs with; its first is made on first use, once, however many ask. */
export async function workspaceKey(db: Db, workspaceId: string, making: Making): Promise<SigningKey> {
  const there = await findCurrentKey(db, workspaceId);
  if (there) return there;
  const key = await newSigningKey(db, workspaceId, making);
  try {
    await write(db, { workspaceId, actor: making.actor, now: making.now }, async (tx, { audit }) => {
      if (await findCurrentKey(tx, workspaceId)) throw new MadeMeanwhile();
      await insertSigningKey(tx, key);
      audit("signing_key.created", { kind: "signing_key", id: key.id }, keyFacts(key));
    });
    return key;
  } catch (caught) {
    const made = caught instanceof MadeMeanwhile ? await findCurrentKey(db, workspaceId) : undefined;
    if (made) return made;
    throw caught;
  }
}

/** Makes a key that is not in use yet; it is named for the address and the workspace that it signs for. */
export async function newSigningKey(
  db: Db,
  workspaceId: string,
  { secrets, publicUrl, actor, now }: Making,
): Promise<SigningKey> {
  const workspace = await findWorkspace(db, workspaceId);
  if (!workspace) throw new Error(`workspace ${workspaceId} is missing, expected one to make a key for`);
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  return {
    workspaceId,
    id: newId("sig"),
    name: `${new URL(publicUrl).host}/${workspace.slug}`,
    // The last 32 bytes of SubjectPublicKeyInfo are the key itself.
    publicKey: publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64"),
    privateKey: secrets.seal(privateKey.export({ type: "pkcs8", format: "der" }).toString("base64")),
    createdAt: now,
    createdBy: actor.id,
    retiredAt: null,
  };
}

/** The public half, by which notes are checked. */
export function noteKeyOf({ name, publicKey }: Pick<SigningKey, "name" | "publicKey">): NoteKey {
  return { name, publicKey: Buffer.from(publicKey, "base64") };
}

/**
 * Both halves, for signing.
 * @throws when the key is retired, or was sealed under another key file.
 */
export function signerOf(key: SigningKey, secrets: SecretBox): NoteSigner {
  if (key.privateKey === null) throw new Error(`signing key ${key.id} is retired, expected the current one`);
  return { ...noteKeyOf(key), privateKey: Buffer.from(secrets.open(key.privateKey), "base64") };
}

/** What the log and the screens say of a key. */
export function keyFacts(key: Pick<SigningKey, "name" | "publicKey">): { vkey: string; fingerprint: string } {
  const noteKey = noteKeyOf(key);
  return { vkey: vkeyOf(noteKey), fingerprint: fingerprintOf(noteKey) };
}
