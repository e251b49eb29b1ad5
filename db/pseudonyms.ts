import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { setDirectoryWords } from "./directory-words.ts";
import { forgetKnownDevices } from "./known-devices.ts";
import { unlinkIdentities } from "./linked-identities.ts";
import { forgetNotificationChoices } from "./notification-choices.ts";
import { dropAppSeedsOf } from "./oath-seeds.ts";
import { forgetStepUpReturns } from "./step-up-returns.ts";

/** Whom a pseudonym takes the place of, and what they are known as from then on. */
export type Pseudonym = { userId: string; userName: string; displayName: string };

/** Gives a person their pseudonym in the directory; password and external id go with the name. */
export async function setPseudonym(
  tx: Db,
  workspaceId: string,
  { userId, userName, displayName }: Pseudonym,
  now: Instant,
): Promise<void> {
  const known = await tx
    .updateTable("users")
    .set({
      userName,
      displayName,
      externalId: null,
      department: null,
      passwordHash: null,
      failedAttempts: 0,
      lockedUntil: null,
      pseudonymisedAt: now,
    })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .returning("id")
    .executeTakeFirst();
  if (known)
    await setDirectoryWords(tx, { workspaceId, kind: "user", objectId: userId, names: [displayName, userName] });
}

/** Ends what a person signed in with, and clears what it says of them: labels, keys, seeds, addresses of browsers. */
export async function clearWaysIn(tx: Db, workspaceId: string, userId: string, now: Instant): Promise<void> {
  await tx
    .updateTable("factors")
    .set((eb) => ({
      label: "removed",
      revokedAt: eb.fn.coalesce("revokedAt", eb.val(now)),
      credentialId: null,
      publicKey: null,
      transports: null,
      aaguid: null,
    }))
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .execute();
  await dropAppSeedsOf(tx, workspaceId, userId);
  await tx
    .updateTable("sessions")
    .set((eb) => ({ revokedAt: eb.fn.coalesce("revokedAt", eb.val(now)), ip: null, userAgent: null }))
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .execute();
  await forgetKnownDevices(tx, { workspaceId, userId });
  await forgetNotificationChoices(tx, workspaceId, userId);
  await unlinkIdentities(tx, workspaceId, userId);
  await forgetStepUpReturns(tx, workspaceId, userId, now);
  await tx
    .updateTable("tokens")
    .set((eb) => ({ name: "removed", revokedAt: eb.fn.coalesce("revokedAt", eb.val(now)) }))
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .execute();
  await tx
    .updateTable("invitations")
    .set({ expiresAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .execute();
}
