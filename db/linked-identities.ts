import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

type Identity = { workspaceId: string; issuer: string; subject: string };

/** Returns the id of whoever is meant by a subject of an issuer. */
export async function findLinkedUser(db: Db, { workspaceId, issuer, subject }: Identity): Promise<string | undefined> {
  const row = await db
    .selectFrom("linkedIdentities")
    .select("userId")
    .where("workspaceId", "=", workspaceId)
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return row?.userId;
}

/** Whether some subject of an issuer is linked to a person. */
export async function isLinked(
  db: Db,
  { workspaceId, issuer, userId }: Omit<Identity, "subject"> & { userId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom("linkedIdentities")
    .select("subject")
    .where("workspaceId", "=", workspaceId)
    .where("issuer", "=", issuer)
    .where("userId", "=", userId)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertLinkedIdentity(
  tx: Db,
  identity: Identity & { userId: string; linkedAt: Instant },
): Promise<void> {
  await tx.insertInto("linkedIdentities").values(identity).execute();
}
