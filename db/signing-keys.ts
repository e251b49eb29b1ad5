import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** A key that the workspace signs or has signed with. */
export type SigningKey = {
  workspaceId: string;
  id: string;
  /** Which log it signs for, as "register.example/acme". */
  name: string;
  /** 32 bytes in base64. */
  publicKey: string;
  /** Sealed; null once it is retired. */
  privateKey: string | null;
  createdAt: Instant;
  createdBy: string | null;
  retiredAt: Instant | null;
};

/** Returns the key that the workspace signs with now. */
export async function findCurrentKey(db: Db, workspaceId: string): Promise<SigningKey | undefined> {
  return db
    .selectFrom("signingKeys")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("retiredAt", "is", null)
    .executeTakeFirst();
}

/** Returns every key that there was, the newest first. */
export async function listSigningKeys(db: Db, workspaceId: string): Promise<SigningKey[]> {
  return db
    .selectFrom("signingKeys")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .orderBy("createdAt", "desc")
    .orderBy("id", "desc")
    .execute();
}

export async function insertSigningKey(tx: Db, key: SigningKey): Promise<void> {
  await tx.insertInto("signingKeys").values(key).execute();
}

/** Takes a key out of use and forgets its private half; false where it is out of use already. */
export async function retireSigningKey(
  tx: Db,
  workspaceId: string,
  { id, at }: { id: string; at: Instant },
): Promise<boolean> {
  const retired = await tx
    .updateTable("signingKeys")
    .set({ privateKey: null, retiredAt: at })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("retiredAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return retired !== undefined;
}
