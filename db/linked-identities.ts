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

/** Whether a provider that is in use knows a person. */
export async function isLinkedToProviderInUse(db: Db, workspaceId: string, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom("linkedIdentities as link")
    .innerJoin("identityProviders as provider", (join) =>
      join.onRef("provider.workspaceId", "=", "link.workspaceId").onRef("provider.issuer", "=", "link.issuer"),
    )
    .select("link.subject")
    .where("link.workspaceId", "=", workspaceId)
    .where("link.userId", "=", userId)
    .where("provider.isEnabled", "=", 1)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertLinkedIdentity(
  tx: Db,
  identity: Identity & { userId: string; linkedAt: Instant },
): Promise<void> {
  await tx.insertInto("linkedIdentities").values(identity).execute();
}

/**
 * Ends the sessions of people who are linked to an issuer and signed in by a provider; returns how many. The provider of a
 * session is not stored with it: whoever has links of two loses the sessions of both.
 */
export async function endSessionsOfIssuer(
  tx: Db,
  { workspaceId, issuer, now }: { workspaceId: string; issuer: string; now: Instant },
): Promise<number> {
  const ended = await tx
    .updateTable("sessions")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("revokedAt", "is", null)
    .where("methods", "like", '%"method":"federated"%')
    .where("userId", "in", (eb) =>
      eb
        .selectFrom("linkedIdentities")
        .select("linkedIdentities.userId")
        .where("linkedIdentities.workspaceId", "=", workspaceId)
        .where("linkedIdentities.issuer", "=", issuer),
    )
    .returning("idHash")
    .execute();
  return ended.length;
}

/** Forgets by which subject of an issuer a person is known, and returns it. */
export async function unlinkIdentity(
  tx: Db,
  { workspaceId, issuer, userId }: Omit<Identity, "subject"> & { userId: string },
): Promise<string | undefined> {
  const row = await tx
    .deleteFrom("linkedIdentities")
    .where("workspaceId", "=", workspaceId)
    .where("issuer", "=", issuer)
    .where("userId", "=", userId)
    .returning("subject")
    .executeTakeFirst();
  return row?.subject;
}

/** Forgets by which subjects a person is known elsewhere. */
export async function unlinkIdentities(tx: Db, workspaceId: string, userId: string): Promise<void> {
  await tx.deleteFrom("linkedIdentities").where("workspaceId", "=", workspaceId).where("userId", "=", userId).execute();
}
