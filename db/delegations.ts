import type { Instant } from "#app/engine/types.ts";
import type { Delegation } from "#app/register/delegation.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

/** Somebody who takes the place of somebody else. */
export type Standing = { userId: string; absentId: string };

/** Returns whose places these people take at this instant. */
export async function absentFor(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
  now: Instant,
): Promise<Standing[]> {
  if (userIds.length === 0) return [];
  return db
    .selectFrom("delegations")
    .select(["toUserId as userId", "fromUserId as absentId"])
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("toUserId", "in", userIds)
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .where("revokedAt", "is", null)
    .orderBy("fromUserId")
    .execute();
}

/** Returns the ids of everybody who takes somebody's place at this instant. */
export async function delegatesAt(db: Db, workspaceId: string, now: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom("delegations")
    .select("toUserId")
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .where("revokedAt", "is", null)
    .execute();
  return rows.map(({ toUserId }) => toUserId);
}

const columns = [
  "id",
  "fromUserId",
  "toUserId",
  "startsAt",
  "endsAt",
  "reason",
  "createdAt",
  "createdBy",
  "revokedAt",
] as const;

/** Returns the delegations of one person, given or taken, or of everybody; what runs longest comes first. */
export async function listDelegations(
  db: Db,
  workspaceId: string,
  { userId, limit }: { userId: string | null; limit: number },
): Promise<Delegation[]> {
  return db
    .selectFrom("delegations")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .$if(userId !== null, (query) =>
      query.where((eb) => eb.or([eb("fromUserId", "=", userId ?? ""), eb("toUserId", "=", userId ?? "")])),
    )
    .orderBy("endsAt", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}

export async function findDelegation(db: Db, workspaceId: string, id: string): Promise<Delegation | undefined> {
  return db
    .selectFrom("delegations")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
}

export type NewDelegation = Omit<Delegation, "id" | "revokedAt">;

/** Stores a delegation and returns it. */
export async function insertDelegation(tx: Db, workspaceId: string, delegation: NewDelegation): Promise<Delegation> {
  const stored = { id: newId("del"), ...delegation, revokedAt: null };
  await tx
    .insertInto("delegations")
    .values({ workspaceId, ...stored })
    .execute();
  return stored;
}

/** Ends a delegation that has not ended; false when it has. */
export async function revokeDelegation(tx: Db, workspaceId: string, id: string, now: Instant): Promise<boolean> {
  const revoked = await tx
    .updateTable("delegations")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .where("endsAt", ">", now)
    .returning("id")
    .executeTakeFirst();
  return revoked !== undefined;
}
