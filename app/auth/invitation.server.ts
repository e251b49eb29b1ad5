import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { findInvitation, type Invitation, type InvitationPurpose, insertInvitation } from "#db/invitations.ts";
import { isLinkedToProviderInUse } from "#db/linked-identities.ts";
import { passwordHashOf } from "#db/passwords.ts";
import { findUser, insertUser, replaceRoles, type User, usersWithRole } from "#db/users.ts";
import { findWorkspace, type Workspace } from "#db/workspaces.ts";
import { type Journal, write } from "#db/write.ts";
import { isShutOut } from "./access-end.ts";
import { hasWayIn } from "./own-factors.server.ts";
import { hashToken, randomToken } from "./random-token.server.ts";
import type { SecretBox } from "./secret-box.server.ts";

const hoursOf: Record<InvitationPurpose, number> = { first_owner: 24, invitation: 7 * 24 };

/** The first owner is made before anybody is known; they say who they are when they open the link. */
export const unnamedOwner = "owner";

/** A link that works once. It is shown to whoever asked for it and stored as a hash. */
export type SetupLink = { url: string; expiresAt: Instant };

/**
 * Whether somebody can begin to sign in by themself. With a password, or an identity provider that knows them, they come
 * as far as setting up a factor, so a link would do nothing but get around it.
 */
export async function canBegin(db: Db, user: Pick<User, "workspaceId" | "id">): Promise<boolean> {
  const { workspaceId, id } = user;
  if ((await passwordHashOf(db, workspaceId, id)) !== null) return true;
  return (await isLinkedToProviderInUse(db, workspaceId, id)) || hasWayIn(db, user);
}

type Inviting = { user: Pick<User, "workspaceId" | "id">; purpose: InvitationPurpose; publicUrl: URL; now: Instant };

/** Makes a link with which a person sets up how they sign in, inside a write; earlier links of theirs stop working. */
export async function createInvitation(
  tx: Db,
  { audit }: Journal,
  { user, purpose, publicUrl, now }: Inviting,
): Promise<SetupLink> {
  const token = randomToken();
  const expiresAt = new Date(Date.parse(now) + hoursOf[purpose] * 3_600_000).toISOString();
  const { workspaceId, id: userId } = user;
  await insertInvitation(tx, { workspaceId, userId, purpose, tokenHash: hashToken(token), expiresAt, now });
  audit("user.invited", { kind: "user", id: userId }, { purpose, expiresAt });
  return { url: `${publicUrl.origin}/setup/${token}`, expiresAt };
}

/** Makes a link for a person and mails it to them; until it is sent it waits sealed. */
export async function mailInvitation(
  tx: Db,
  journal: Journal,
  { user, publicUrl, secrets, now }: { user: User; publicUrl: URL; secrets: SecretBox; now: Instant },
): Promise<SetupLink> {
  const link = await createInvitation(tx, journal, { user, purpose: "invitation", publicUrl, now });
  const data = { sealedUrl: secrets.seal(link.url), expiresAt: link.expiresAt };
  journal.notify({ template: "invitation", toUserId: user.id, toAddress: user.userName, data });
  return link;
}

/**
 * Returns a link for the first owner while no owner of the workspace has a way to sign in; otherwise null. Asked at
 * each start: the link of the last start stops working.
 */
export async function ensureFirstOwner(
  db: Db,
  { workspaceId, publicUrl, now }: { workspaceId: string; publicUrl: URL; now: Instant },
): Promise<SetupLink | null> {
  for (const owner of await usersWithRole(db, workspaceId, ["owner"])) if (await canBegin(db, owner)) return null;
  return write(db, { workspaceId, actor: { kind: "console", id: null }, now }, async (tx, journal) => {
    // Read again inside: another node may have started at the same time.
    const [waiting] = await usersWithRole(tx, workspaceId, ["owner"]);
    const user = waiting ?? (await addUnnamedOwner(tx, journal, workspaceId, now));
    return createInvitation(tx, journal, { user, purpose: "first_owner", publicUrl, now });
  });
}

async function addUnnamedOwner(tx: Db, { audit }: Journal, workspaceId: string, now: Instant) {
  const user = { id: newId("usr"), userName: unnamedOwner, displayName: "Owner", createdAt: now };
  await insertUser(tx, workspaceId, user);
  await replaceRoles(tx, workspaceId, user.id, ["owner"], now);
  const { userName, displayName } = user;
  audit("user.created", { kind: "user", id: user.id }, { userName, displayName, roles: ["owner"] });
  return { workspaceId, id: user.id };
}

export type OpenInvitation = { invitation: Invitation; workspace: Workspace; user: User };

/**
 * Returns what a link leads to, without spending it: mail scanners open links too. Null when it has ended or was used,
 * when the person was barred or their access is over, and when they can begin to sign in already: a link never gets around what they have.
 */
export async function openInvitation(db: Db, token: string, now: Instant): Promise<OpenInvitation | null> {
  const invitation = await findInvitation(db, hashToken(token), now);
  if (!invitation) return null;
  const workspace = await findWorkspace(db, invitation.workspaceId);
  const user = await findUser(db, invitation.workspaceId, invitation.userId);
  if (!workspace || !user || isShutOut(user, now) || (await canBegin(db, user))) return null;
  return { invitation, workspace, user };
}
