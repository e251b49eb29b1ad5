import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { endCalendarFeed } from "#db/calendar-feeds.ts";
import { type Db, isDuplicate } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { forgetKnownDevices } from "#db/known-devices.ts";
import { endSessionsOf } from "#db/sessions.ts";
import { endTokensOf } from "#db/tokens.ts";
import {
  findUser,
  findUserByExternalId,
  insertUser,
  type NewUser,
  replaceRoles,
  rolesOf,
  setDisabled,
  type User,
  usersWithRole,
} from "#db/users.ts";
import { write } from "#db/write.ts";
import { hasAccessEnded } from "./access-end.ts";
import { endLesserSessions } from "./end-lesser-sessions.server.ts";
import { fitAccess } from "./give-access.server.ts";
import { canBegin, createInvitation, mailInvitation, type SetupLink } from "./invitation.server.ts";
import { type Managing, refuseManager } from "./managing.server.ts";
import { pseudonymisedAlready } from "./refusals.ts";
import type { SecretBox } from "./secret-box.server.ts";

type OnePerson = Managing & { userId: string };

/**
 * Adds a person, who cannot sign in before they have used an invitation.
 * @throws Refused 400 roles that do not go together, or an end that cannot be, 403 not an admin or not an owner, 409 the user name or external id is taken.
 */
export async function addUser(
  db: Db,
  {
    user,
    roles,
    accessEndsAt = null,
    ...managing
  }: Managing & {
    user: Omit<NewUser, "id" | "createdAt">;
    roles: readonly RegisterRole[];
    /** For an auditor; without it they have the usual time. */
    accessEndsAt?: Instant | null;
  },
): Promise<User> {
  const { workspaceId, actor, now } = managing;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const { audit } = journal;
    await refuseManager(tx, managing, roles);
    refuseMixedAuditor(roles);
    if (user.externalId && (await findUserByExternalId(tx, workspaceId, user.externalId)))
      throw new Refused(409, "external_id_taken", "Somebody has this external id already.");
    const id = newId("usr");
    try {
      await insertUser(tx, workspaceId, { ...user, id, createdAt: now });
    } catch (fault) {
      if (isDuplicate(fault)) throw new Refused(409, "user_name_taken", "Somebody has this e-mail address already.");
      throw fault;
    }
    await replaceRoles(tx, workspaceId, id, roles, now);
    const { userName, displayName } = await requireUser(tx, workspaceId, id);
    audit("user.created", { kind: "user", id }, { userName, displayName, roles: [...roles] });
    await fitAccess(tx, journal, { ...managing, userId: id, roles, wished: accessEndsAt });
    return requireUser(tx, workspaceId, id);
  });
}

/**
 * Makes a person's roles exactly these.
 * @throws Refused as addUser does, 404 no such person, 409 `last_owner`.
 */
export async function changeRoles(
  db: Db,
  { userId, roles, ...managing }: OnePerson & { roles: readonly RegisterRole[] },
): Promise<void> {
  const { workspaceId, actor, now } = managing;
  await write(db, { workspaceId, actor, now }, async (tx, journal) => {
    await requireUser(tx, workspaceId, userId);
    const before = await rolesOf(tx, workspaceId, userId);
    await refuseManager(tx, managing, [...before, ...roles]);
    refuseMixedAuditor(roles);
    if (before.includes("owner") && !roles.includes("owner")) await refuseLastOwner(tx, workspaceId, userId);
    await replaceRoles(tx, workspaceId, userId, roles, now);
    const after = await rolesOf(tx, workspaceId, userId);
    journal.audit("user.roles_changed", { kind: "user", id: userId }, { before, after });
    await fitAccess(tx, journal, { ...managing, userId, roles, wished: null });
    await endLesserSessions(tx, journal, { workspaceId, userId, now });
  });
}

/**
 * Bars a person from signing in; their sessions and tokens end in the same instant.
 * @throws Refused 403, 404 no such person, 409 `last_owner` or barred already.
 */
export async function disableUser(
  db: Db,
  { userId, reason, ...managing }: OnePerson & { reason: string },
): Promise<void> {
  const { workspaceId, actor, now } = managing;
  await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const user = await requireUser(tx, workspaceId, userId);
    const roles = await rolesOf(tx, workspaceId, userId);
    await refuseManager(tx, managing, roles);
    if (user.disabledAt !== null) throw new Refused(409, "disabled_already", "This person is barred already.");
    if (roles.includes("owner")) await refuseLastOwner(tx, workspaceId, userId);
    await setDisabled(tx, workspaceId, userId, now);
    await endSessionsOf(tx, { workspaceId, userId, now });
    await forgetKnownDevices(tx, { workspaceId, userId });
    await endTokensOf(tx, workspaceId, userId, now);
    await endCalendarFeed(tx, workspaceId, userId);
    audit("user.disabled", { kind: "user", id: userId }, { reason });
  });
}

/**
 * Lets a barred person sign in again, with the factors they had; ended sessions and tokens stay ended.
 * @throws Refused 403, 404 no such person, 409 not barred, or known by a pseudonym alone.
 */
export async function enableUser(db: Db, { userId, ...managing }: OnePerson): Promise<void> {
  const { workspaceId, actor, now } = managing;
  await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    const user = await requireUser(tx, workspaceId, userId);
    await refuseManager(tx, managing, await rolesOf(tx, workspaceId, userId));
    if (user.disabledAt === null) throw new Refused(409, "enabled_already", "This person is not barred.");
    if (user.pseudonymisedAt !== null) throw pseudonymisedAlready();
    await setDisabled(tx, workspaceId, userId, null);
    audit("user.enabled", { kind: "user", id: userId }, {});
  });
}

/**
 * Returns a new one-time link for a person who cannot begin to sign in; earlier links stop working. With the secret box it
 * is mailed to them, too.
 * @throws Refused 403, 404 no such person, 409 barred, or able to sign in: a link must not get around their factors.
 */
export async function inviteUser(
  db: Db,
  { userId, publicUrl, secrets = null, ...managing }: OnePerson & { publicUrl: URL; secrets?: SecretBox | null },
): Promise<SetupLink> {
  const { workspaceId, actor, now } = managing;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const user = await requireUser(tx, workspaceId, userId);
    await refuseManager(tx, managing, await rolesOf(tx, workspaceId, userId));
    if (user.disabledAt !== null) throw new Refused(409, "disabled", "This person is barred from signing in.");
    if (hasAccessEnded(user, now))
      throw new Refused(409, "access_over", "This person’s access is over. Extend it first.");
    if (await canBegin(tx, user))
      throw new Refused(409, "can_sign_in", "This person has set up how they sign in already.");
    return secrets
      ? mailInvitation(tx, journal, { user, publicUrl, secrets, now })
      : createInvitation(tx, journal, { user, purpose: "invitation", publicUrl, now });
  });
}

async function requireUser(tx: Db, workspaceId: string, userId: string): Promise<User> {
  const user = await findUser(tx, workspaceId, userId);
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  return user;
}

function refuseMixedAuditor(roles: readonly RegisterRole[]): void {
  if (roles.includes("auditor") && new Set(roles).size > 1)
    throw new Refused(400, "auditor_alone", "An auditor changes nothing, so the role does not go with any other.");
}

async function refuseLastOwner(tx: Db, workspaceId: string, userId: string): Promise<void> {
  const owners = await usersWithRole(tx, workspaceId, ["owner"]);
  if (!owners.some(({ id }) => id !== userId))
    throw new Refused(409, "last_owner", "This is the last owner. Make somebody else an owner first.");
}
