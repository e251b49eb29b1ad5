import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

export const invitationPurposes = ["first_owner", "invitation"] as const;
export type InvitationPurpose = (typeof invitationPurposes)[number];

/** A one-time link with which a person sets up how they sign in. */
export type Invitation = {
  workspaceId: string;
  id: string;
  userId: string;
  purpose: InvitationPurpose;
  createdAt: Instant;
  expiresAt: Instant;
};

/** Stores an invitation in the place of every earlier one of the person: only the newest link works. */
export async function insertInvitation(
  tx: Db,
  { tokenHash, now, ...rest }: Omit<Invitation, "id" | "createdAt"> & { tokenHash: string; now: Instant },
): Promise<void> {
  await tx
    .updateTable("invitations")
    .set({ expiresAt: now })
    .where("workspaceId", "=", rest.workspaceId)
    .where("userId", "=", rest.userId)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .execute();
  await tx
    .insertInto("invitations")
    .values({ ...rest, id: newId("inv"), tokenHash, createdAt: now, usedAt: null })
    .execute();
}

/** Returns the invitation behind a link that still works, without spending it. */
export async function findInvitation(db: Db, tokenHash: string, now: Instant): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom("invitations")
    .select(["workspaceId", "id", "userId", "purpose", "createdAt", "expiresAt"])
    .where("tokenHash", "=", tokenHash)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .executeTakeFirst();
  return row && { ...row, purpose: row.purpose as InvitationPurpose }; // written only by insertInvitation
}

/** Spends an invitation: true for exactly one caller. */
export async function spendInvitation(tx: Db, { workspaceId, id }: Invitation, now: Instant): Promise<boolean> {
  const spent = await tx
    .updateTable("invitations")
    .set({ usedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .returning("id")
    .executeTakeFirst();
  return spent !== undefined;
}
