import { endLesserSessions } from "#app/auth/end-lesser-sessions.server.ts";
import { type Managing, refuseManager } from "#app/auth/managing.server.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import {
  addDirectoryObject,
  addMembership,
  type DirectoryObject,
  membershipsAmong,
  removeMembership,
} from "#db/directory.ts";
import {
  type DirectoryEntry,
  type EntryChanges,
  findDirectoryObject,
  findObjectByExternalId,
  updateDirectoryObject,
} from "#db/directory-objects.ts";
import { exceptionsNaming } from "#db/live-exceptions.ts";
import { currentPolicy } from "#db/policies.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { write } from "#db/write.ts";
import { changedMeanwhile } from "./change-user.server.ts";
import { differences } from "./differences.ts";
import { kindTexts, type MemberKind } from "./directory-kind.ts";

/** Which object: its kind and the id by which the login path and the register name it. */
type Which = Pick<DirectoryObject, "kind" | "id">;

/** @throws Refused 403 not an admin, 409 the id or external id is taken. */
export async function addObject(
  db: Db,
  { object, ...managing }: Managing & { object: DirectoryObject & { externalId: string | null } },
): Promise<DirectoryEntry> {
  const { workspaceId, actor, now } = managing;
  const { kind, id, name } = object;
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    await refuseManager(tx, managing, []);
    await refuseTakenExternalId(tx, workspaceId, object);
    if (!(await addDirectoryObject(tx, workspaceId, object, now)))
      throw new Refused(409, "id_taken", `There is a ${kindTexts[kind].one.toLowerCase()} with the id ${id} already.`);
    audit("directory.object_added", { kind, id }, { kind, name });
    return requireObject(tx, workspaceId, object);
  });
}

type ObjectChanges = {
  name?: string | undefined;
  externalId?: string | null | undefined;
  isDisabled?: boolean | undefined;
};

/**
 * Renames an object, gives it another external id, disables or enables it.
 * @throws Refused 403 not an admin, 404 no such object, 409 the external id is taken.
 */
export async function changeObject(
  db: Db,
  { which, changes, ...managing }: Managing & { which: Which; changes: ObjectChanges },
): Promise<{ entry: DirectoryEntry; isChanged: boolean }> {
  const { workspaceId, actor, now } = managing;
  await refuseManager(db, managing, []);
  const before = await requireObject(db, workspaceId, which);
  if (!differences(before, wantedOf(before, changes, now))) return { entry: before, isChanged: false };
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    await refuseManager(tx, managing, []);
    const current = await requireObject(tx, workspaceId, which);
    const wanted = wantedOf(current, changes, now);
    const changed = differences(current, wanted);
    if (!changed) throw changedMeanwhile();
    await refuseTakenExternalId(tx, workspaceId, { ...which, externalId: wanted.externalId ?? null });
    await updateDirectoryObject(tx, workspaceId, which, changed.after);
    const subject = { kind: which.kind, id: which.id };
    const { disabledAt, ...after } = changed.after;
    const { disabledAt: _disabledBefore, ...facts } = changed.before;
    if (Object.keys(after).length > 0)
      audit("directory.object_updated", subject, { kind: which.kind, before: facts, after });
    if (disabledAt !== undefined) {
      const event = disabledAt === null ? "directory.object_enabled" : "directory.object_disabled";
      audit(event, subject, { kind: which.kind, name: wanted.name ?? current.name });
    }
    return { entry: await requireObject(tx, workspaceId, which), isChanged: true };
  });
}

function wantedOf(
  { disabledAt }: DirectoryEntry,
  { name, externalId, isDisabled }: ObjectChanges,
  now: string,
): EntryChanges {
  return {
    ...(name !== undefined && { name }),
    ...(externalId !== undefined && { externalId }),
    // Disabling it again must not move the instant at which it was.
    ...(isDisabled !== undefined && { disabledAt: isDisabled ? (disabledAt ?? now) : null }),
  };
}

type Belonging = { kind: MemberKind; objectId: string; userId: string };

/**
 * Puts a person into a group or gives them a role; says whether they were not in it yet. What was approved for it before
 * does not cover them, and each such record says so.
 * @throws Refused 403 not an admin, 404 no such person, group or role.
 */
export async function addMember(db: Db, { member, ...managing }: Managing & { member: Belonging }): Promise<boolean> {
  const { workspaceId, actor, now } = managing;
  if (await isMember(db, managing, member)) return false;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const { audit } = journal;
    await isMember(tx, managing, member);
    if (!(await addMembership(tx, workspaceId, member, now))) throw changedMeanwhile();
    const { userId, kind, objectId } = member;
    audit("directory.member_added", { kind: "user", id: userId }, { kind, objectId });
    // Approvers agreed for whoever was in it then, so each record says who is not covered.
    for (const id of await exceptionsNaming(tx, workspaceId, `${kind}:${objectId}`, now))
      audit("exception.newcomer_not_covered", { kind: "exception", id }, { userId, kind, objectId });
    await endLesserSessions(tx, journal, { workspaceId, userId, now });
    return true;
  });
}

/** The other way round; says whether they were in it. */
export async function removeMember(
  db: Db,
  { member, ...managing }: Managing & { member: Belonging },
): Promise<boolean> {
  const { workspaceId, actor, now } = managing;
  if (!(await isMember(db, managing, member))) return false;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    await isMember(tx, managing, member);
    if (!(await removeMembership(tx, workspaceId, member))) throw changedMeanwhile();
    const { userId, kind, objectId } = member;
    const { rules, floors } = await currentPolicy(tx, workspaceId);
    const about = [...rules, ...floors].filter(({ target }) => target.kind === kind && target.id === objectId);
    const lost = { kind, objectId, rules: about.map(({ id }) => id) };
    journal.audit("directory.member_removed", { kind: "user", id: userId }, lost);
    await endLesserSessions(tx, journal, { workspaceId, userId, now });
    return true;
  });
}

/** Says whether a person is in a group or role, to somebody who may change that. An owner's are changed by owners. */
async function isMember(db: Db, managing: Managing, { kind, objectId, userId }: Belonging): Promise<boolean> {
  const { workspaceId } = managing;
  await refuseManager(db, managing, await rolesOf(db, workspaceId, userId));
  await requireObject(db, workspaceId, { kind, id: objectId });
  if (!(await findUser(db, workspaceId, userId))) throw new Refused(404, "unknown_user", "There is no such person.");
  const memberships = (await membershipsAmong(db, workspaceId, [userId])).get(userId);
  return memberships?.[kind === "group" ? "groups" : "roles"].includes(objectId) ?? false;
}

export async function requireObject(db: Db, workspaceId: string, which: Which): Promise<DirectoryEntry> {
  const found = await findDirectoryObject(db, workspaceId, which);
  if (!found)
    throw new Refused(404, "unknown_object", `There is no ${kindTexts[which.kind].one.toLowerCase()} ${which.id}.`);
  return found;
}

async function refuseTakenExternalId(
  tx: Db,
  workspaceId: string,
  { kind, id, externalId }: Which & { externalId: string | null },
): Promise<void> {
  if (externalId === null) return;
  const known = await findObjectByExternalId(tx, workspaceId, { kind, externalId });
  if (known && known.id !== id)
    throw new Refused(409, "external_id_taken", `The external id ${externalId} is taken already.`);
}
