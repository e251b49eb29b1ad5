import { authenticatorModel } from "#app/auth/authenticator-model.server.ts";
import type { Decision, Instant } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { Refused } from "#app/register/refused.ts";
import { roleLabels } from "#app/register/roles.ts";
import { statusOf } from "#app/register/status.ts";
import { agreedAt, coversBy } from "#app/register/targets.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import type { Db } from "#db/connect.ts";
import { listDirectoryObjects, namesOf } from "#db/directory.ts";
import { type DirectoryUser, directoryUsers } from "#db/directory-users.ts";
import { forceSkipsOf } from "#db/force-skips.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { lastPermittedSignIns } from "#db/last-sign-ins.ts";
import { type ExceptionFor, liveExceptionsFor } from "#db/live-exceptions.ts";
import { memberSince } from "#db/members.ts";
import { lastBounce } from "#db/message-log.ts";
import { currentPolicy } from "#db/policies.ts";
import { laterOf } from "./members.server.ts";

type Asked = { workspaceId: string; userId: string; applicationId: string | null; now: Instant };

/**
 * Gathers what the directory knows of a person, and what they would meet if they signed in now.
 * @throws Refused 404 when there is no such person.
 */
export async function userView(db: Db, { workspaceId, userId, applicationId, now }: Asked) {
  const [user] = await directoryUsers(db, workspaceId, [userId]);
  if (!user) throw new Refused(404, "unknown_user", "There is no such person.");
  await gatherRecent(db, workspaceId);
  const [names, policy, [subject], lastSignIns, exceptions, applications, groups, roles] = await Promise.all([
    namesOf(db, workspaceId, [...user.groups, ...user.roles]),
    currentPolicy(db, workspaceId),
    subjectsOf(db, workspaceId, [userId]),
    lastPermittedSignIns(db, workspaceId, [userId]),
    liveExceptionsOf(db, { workspaceId, user, now }),
    listDirectoryObjects(db, workspaceId, "application"),
    listDirectoryObjects(db, workspaceId, "group"),
    listDirectoryObjects(db, workspaceId, "role"),
  ]);
  if (!subject) throw new Error(`user ${userId} is in the directory and no subject, expected one`);
  const named = (kind: "group" | "role", ids: readonly string[]) =>
    ids.map((id) => ({ id, name: names.get(`${kind}:${id}`) ?? id }));
  const chosen = applications.find(({ id }) => id === applicationId) ?? applications[0] ?? null;
  return {
    user: {
      ...user,
      groups: named("group", user.groups),
      roles: named("role", user.roles),
      factors: user.factors.map(({ aaguid, ...factor }) => ({
        ...factor,
        model: aaguid === null ? null : authenticatorModel(aaguid),
      })),
      lastSignInAt: laterOf(user.lastSignInAt, lastSignIns.get(userId) ?? null),
    },
    skip: (await forceSkipsOf(db, workspaceId, [userId], now)).get(userId) ?? null,
    standing: enrollmentStanding(subject, policy, now),
    bounce: user.pseudonymisedAt === null ? await lastBounce(db, workspaceId, userId) : null,
    isLocked: subject.lockedUntil !== null && subject.lockedUntil > now,
    exceptions: exceptions.map((found) => exceptionRow(found, names, now)),
    applications,
    next: chosen && {
      application: chosen,
      decision: await nextDecision(db, { workspaceId, userId, applicationId: chosen.id, now }),
    },
    known: { groups, roles },
  };
}

export type UserView = Awaited<ReturnType<typeof userView>>;

/** Returns the records in force that cover somebody, by name or by a group or role of theirs. */
export async function liveExceptionsOf(
  db: Db,
  { workspaceId, user, now }: { workspaceId: string; user: DirectoryUser; now: Instant },
): Promise<ExceptionFor[]> {
  const [found, since] = await Promise.all([
    liveExceptionsFor(db, workspaceId, targetsOf(user), now),
    memberSince(db, workspaceId, user.id),
  ]);
  return found.flatMap((each) => covering(each, since) ?? []);
}

/** The keys under which the register finds a record that is about this person. */
function targetsOf({ id, groups, roles, registerRoles }: DirectoryUser): string[] {
  const all = new Set([...roles, ...registerRoles]);
  return [`user:${id}`, ...groups.map((group) => `group:${group}`), ...[...all].map((role) => `role:${role}`)];
}

/** The record with those of its keys that cover the person, or null. */
function covering({ record, targets }: ExceptionFor, since: ReadonlyMap<string, Instant>): ExceptionFor | null {
  const own = targets.filter((target) => coversBy(target, agreedAt(record), since.get(target)));
  return own.length === 0 ? null : { record, targets: own };
}

/** A record in force, with how it came to be about whoever was asked for. */
export function exceptionRow({ record, targets }: ExceptionFor, names: ReadonlyMap<string, string>, now: Instant) {
  const { id, title, effect, state, endsAt } = record;
  return {
    id,
    title,
    effect,
    state,
    endsAt,
    status: statusOf(record, now),
    through: targets.map((target) => wayOf(target, names)),
  };
}

function wayOf(target: string, names: ReadonlyMap<string, string>): string {
  const [kind = "", id = ""] = [target.slice(0, target.indexOf(":")), target.slice(target.indexOf(":") + 1)];
  if (kind === "group") return `through the group ${names.get(target) ?? id}`;
  if (kind !== "role") return "by name";
  const label = Object.entries(roleLabels).find(([role]) => role === id)?.[1];
  return `through the role ${names.get(target) ?? label ?? id}`;
}

/** What the login path would be told of this person, in a browser, with nothing but the password completed. */
async function nextDecision(
  db: Db,
  { workspaceId, userId, applicationId, now }: Asked & { applicationId: string },
): Promise<Decision> {
  const { decision } = await evaluateOnce(db, {
    workspaceId,
    request: {
      subjectKind: "user",
      subjectId: userId,
      applicationId,
      client: { ip: null, device: "unknown", isKnownDevice: false, protocol: "modern", country: null },
      completed: [{ method: "password", completedAt: now, userVerified: false }],
    },
    now,
  });
  return decision;
}
