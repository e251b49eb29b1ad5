import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** A browser in which a person has completed MFA before. */
export type KnownDevice = {
  workspaceId: string;
  /** SHA-256 of the cookie's value, which is stored nowhere. */
  idHash: string;
  userId: string;
  userAgent: string | null;
  createdAt: Instant;
  lastSeenAt: Instant;
  expiresAt: Instant;
};

export async function insertKnownDevice(tx: Db, device: KnownDevice): Promise<void> {
  await tx.insertInto("knownDevices").values(device).execute();
}

/** Notes that a person signs in from a browser they have used before; false for any other, and for somebody else's. */
export async function seeKnownDevice(
  tx: Db,
  { workspaceId, userId, idHash, now }: Pick<KnownDevice, "workspaceId" | "userId" | "idHash"> & { now: Instant },
): Promise<boolean> {
  const seen = await tx
    .updateTable("knownDevices")
    .set({ lastSeenAt: now })
    .where("idHash", "=", idHash)
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("expiresAt", ">", now)
    .returning("idHash")
    .executeTakeFirst();
  return seen !== undefined;
}

/** Whether a person has used this browser before. */
export async function isKnownDevice(
  db: Db,
  { workspaceId, userId, idHash, now }: Pick<KnownDevice, "workspaceId" | "userId" | "idHash"> & { now: Instant },
): Promise<boolean> {
  const row = await db
    .selectFrom("knownDevices")
    .select("idHash")
    .where("idHash", "=", idHash)
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("expiresAt", ">", now)
    .executeTakeFirst();
  return row !== undefined;
}

/** Returns the browsers that a person is known in, the latest used first. */
export async function listKnownDevices(
  db: Db,
  { workspaceId, userId, now }: Pick<KnownDevice, "workspaceId" | "userId"> & { now: Instant },
): Promise<KnownDevice[]> {
  return db
    .selectFrom("knownDevices")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("expiresAt", ">", now)
    .orderBy("lastSeenAt", "desc")
    .limit(100)
    .execute();
}

/** Forgets one browser of a person, or all of them; returns how many there were. */
export async function forgetKnownDevices(
  tx: Db,
  { workspaceId, userId, idHash }: Pick<KnownDevice, "workspaceId" | "userId"> & { idHash?: string },
): Promise<number> {
  const gone = await tx
    .deleteFrom("knownDevices")
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .$if(idHash !== undefined, (query) => query.where("idHash", "=", idHash ?? ""))
    .returning("idHash")
    .execute();
  return gone.length;
}

/** Forgets every browser that anybody of a workspace is known in. */
export async function forgetAllKnownDevices(tx: Db, workspaceId: string): Promise<void> {
  await tx.deleteFrom("knownDevices").where("workspaceId", "=", workspaceId).execute();
}

/** Forgets the browsers whose time is over; returns how many there were. */
export async function forgetOldDevices(db: Db, workspaceId: string, now: Instant): Promise<number> {
  const gone = await db
    .deleteFrom("knownDevices")
    .where("workspaceId", "=", workspaceId)
    .where("expiresAt", "<=", now)
    .returning("idHash")
    .execute();
  return gone.length;
}
