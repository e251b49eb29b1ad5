import type { AuditActor } from "#app/audit/events.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findDelegation, insertDelegation, type NewDelegation, revokeDelegation } from "#db/delegations.ts";
import { findUser, findUserByName, findUsers, rolesOf, type User } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { addDays } from "./days.ts";
import { type Delegation, longestDelegationDays } from "./delegation.ts";
import type { NewDelegationWire } from "./delegation-wire.ts";
import type { Actor } from "./guards.ts";
import { refusals } from "./refusals.ts";
import { Refused } from "./refused.ts";
import { approverGroupsOf, isAdmin, mayChange } from "./roles.ts";

type Giving = { workspaceId: string; asked: NewDelegationWire; by: Actor; actor: AuditActor; now: Instant };

/**
 * Gives an approver's place to somebody else for a time; both are told.
 * @throws Refused 403 who has no place to give, or without a fresh factor, 400 who cannot take it, or a wrong time.
 */
export async function delegate(db: Db, { workspaceId, asked, by, actor, now }: Giving): Promise<Delegation> {
  if (!mayChange(by.roles)) throw new Refused(403, "auditor", refusals.auditor);
  if (approverGroupsOf(by.roles).length === 0)
    throw new Refused(403, "no_place_to_give", "Only members of an approver group have a place to give.");
  if (!hasFreshFactor(by, now))
    throw new Refused(
      403,
      "step_up_required",
      "Giving your place away needs a second factor used in the last 15 minutes.",
    );
  const startsAt = asked.starts_at !== undefined && asked.starts_at > now ? asked.starts_at : now;
  refuseTerm(startsAt, asked.ends_at);
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const to = await delegateOf(tx, workspaceId, asked.to, by.userId);
    const given: NewDelegation = {
      fromUserId: by.userId,
      toUserId: to.id,
      startsAt,
      endsAt: asked.ends_at,
      reason: asked.reason,
      createdAt: now,
      createdBy: by.userId,
    };
    const delegation = await insertDelegation(tx, workspaceId, given);
    const { createdAt, createdBy, ...said } = given;
    journal.audit("delegation.created", { kind: "delegation", id: delegation.id }, said);
    await tellBoth(tx, journal, { workspaceId, delegation, template: "delegation_created" });
    return delegation;
  });
}

function refuseTerm(startsAt: Instant, endsAt: Instant): void {
  if (endsAt <= startsAt)
    throw new Refused(400, "ends_before_start", "It has to end after it begins.", { field: "ends_at" });
  if (endsAt > addDays(startsAt, longestDelegationDays))
    throw new Refused(400, "delegation_too_long", `It lasts ${longestDelegationDays} days at most.`, {
      field: "ends_at",
    });
}

async function delegateOf(tx: Db, workspaceId: string, name: string, fromUserId: string): Promise<User> {
  const field = { field: "to" };
  const user = name.includes("@") ? await findUserByName(tx, workspaceId, name) : await findUser(tx, workspaceId, name);
  if (!user || user.disabledAt !== null)
    throw new Refused(400, "unknown_user", `${name} is not an active person of this workspace.`, field);
  if (user.id === fromUserId)
    throw new Refused(400, "own_delegate", "Nobody takes their own place. Name somebody else.", field);
  if (!mayChange(await rolesOf(tx, workspaceId, user.id)))
    throw new Refused(400, "auditor_delegate", "An auditor changes nothing, so they cannot take your place.", field);
  return user;
}

type Ending = { workspaceId: string; id: string; by: Pick<Actor, "userId" | "roles">; actor: AuditActor; now: Instant };

/**
 * Ends a delegation before its time; both are told.
 * @throws Refused 404 no such delegation, or none that the person may see, 403 not theirs to end, 409 it has ended.
 */
export async function endDelegation(db: Db, { workspaceId, id, by, actor, now }: Ending): Promise<Delegation> {
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const delegation = await findDelegation(tx, workspaceId, id);
    const isTheirs = delegation && [delegation.fromUserId, delegation.toUserId].includes(by.userId);
    if (!delegation || !(isTheirs || seesDelegations(by.roles)))
      throw new Refused(404, "not_found", "There is no such delegation.");
    if (!mayChange(by.roles)) throw new Refused(403, "auditor", refusals.auditor);
    if (!(await revokeDelegation(tx, workspaceId, id, now)))
      throw new Refused(409, "delegation_ended", "It has ended already.");
    const { fromUserId, toUserId, endsAt } = delegation;
    journal.audit("delegation.ended", { kind: "delegation", id }, { fromUserId, toUserId, endsAt });
    await tellBoth(tx, journal, { workspaceId, delegation, template: "delegation_ended" });
    return { ...delegation, revokedAt: now };
  });
}

/** Whether somebody sees the delegations of everybody. */
export function seesDelegations(roles: Actor["roles"]): boolean {
  return isAdmin(roles) || roles.includes("auditor");
}

type News = { workspaceId: string; delegation: Delegation; template: "delegation_created" | "delegation_ended" };

async function tellBoth(tx: Db, { notify }: Journal, { workspaceId, delegation, template }: News): Promise<void> {
  const { fromUserId, toUserId, startsAt, endsAt, reason } = delegation;
  const people = await findUsers(tx, workspaceId, [fromUserId, toUserId]);
  const nameOf = (id: string) => people.get(id)?.displayName ?? id;
  const data = { from: nameOf(fromUserId), to: nameOf(toUserId), startsAt, endsAt, reason };
  for (const { id, userName } of people.values()) notify({ template, toUserId: id, toAddress: userName, data });
}
