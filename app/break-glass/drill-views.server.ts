import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin, readsPolicy } from "#app/register/roles.ts";
import { auditTrail } from "#db/audit-trail.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import { listUses } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { drilledWithin, findDrill, listDrills } from "#db/drills.ts";
import { findUsers } from "#db/users.ts";
import { type Drill, drillSteps, isDueIn, openSteps, quarterAt } from "./drill.ts";
import { shownBy } from "./hold-drill.server.ts";
import { peopleFor } from "./people-for.server.ts";
import { rowsOf } from "./use-views.server.ts";
import { sees, seesTo, sightOf } from "./who-may.server.ts";

const mostDrills = 100;

export type DrillRow = Pick<Drill, "id" | "userId" | "quarter" | "startsAt" | "endsAt" | "result" | "finishedAt"> & {
  account: string;
  signsIn: string;
  answered: number;
  steps: number;
};

/** Returns the drills, and how each account stands in the quarter. @throws Refused 403 for whoever sees none. */
export async function drillsView(db: Db, caller: Caller, now: Instant) {
  const { id: workspaceId, timeZone } = caller.workspace;
  const sight = await sightOf(db, caller);
  const drills = (await listDrills(db, workspaceId, { limit: mostDrills })).filter(({ userId }) => sees(sight, userId));
  const accounts = (await listBreakGlassAccounts(db, workspaceId)).filter(({ userId }) => sees(sight, userId));
  const quarter = quarterAt(now, timeZone);
  const held = await drilledWithin(db, workspaceId, { from: quarter.beginsAt, to: quarter.endsAt });
  const people = await findUsers(db, workspaceId, [
    ...accounts.map(({ userId }) => userId),
    ...drills.flatMap(({ userId, signsIn }) => [userId, signsIn]),
  ]);
  const nameOf = (id: string) => people.get(id)?.displayName ?? id;
  const mayPlan = await Promise.all(accounts.map(({ userId }) => seesTo(db, caller, userId)));
  return {
    quarter,
    drills: drills.map((drill) => rowOf(drill, nameOf)),
    accounts: accounts.map(({ userId, registeredAt }, index) => ({
      userId,
      account: nameOf(userId),
      isHeld: held.has(userId),
      isDue: isDueIn(quarter, registeredAt, timeZone),
      openDrill: drills.find((drill) => drill.userId === userId && drill.finishedAt === null)?.id ?? null,
      mayPlan: mayPlan[index] ?? false,
    })),
    seesBypass: readsPolicy(caller.roles),
  };
}

/** Returns the drill to show beside the accounts: the one that is open, else the latest. */
export async function currentDrill(db: Db, caller: Caller, now: Instant): Promise<DrillRow | null> {
  const { drills } = await drillsView(db, caller, now);
  return drills.find(({ finishedAt }) => finishedAt === null) ?? drills[0] ?? null;
}

function rowOf(drill: Drill, nameOf: (id: string) => string): DrillRow {
  const { id, userId, quarter, startsAt, endsAt, result, finishedAt, signsIn } = drill;
  const answered = drillSteps.length - openSteps(drill).length;
  const names = { account: nameOf(userId), signsIn: nameOf(signsIn) };
  return { id, userId, quarter, startsAt, endsAt, result, finishedAt, ...names, answered, steps: drillSteps.length };
}

/** Returns a drill with what the register has seen of it. @throws Refused 403 for whoever sees none, 404 no such drill. */
export async function drillView(db: Db, caller: Caller, id: string, now: Instant) {
  const workspaceId = caller.workspace.id;
  const drill = await seenDrill(db, caller, id);
  const { userId, startsAt, endsAt, signsIn, plannedBy, finishedBy, answers } = drill;
  const uses = await listUses(db, workspaceId, { drillId: id, limit: 20 });
  const asked = { types: ["session.bypass_idp"], subjectId: userId, limit: 50 };
  const { rows } = await auditTrail(db, workspaceId, asked);
  const ids = [userId, signsIn, plannedBy, finishedBy, ...answers.map(({ by }) => by)].filter((each) => each !== null);
  const people = await findUsers(db, workspaceId, ids);
  return {
    drill,
    names: Object.fromEntries([...people].map(([person, { displayName }]) => [person, displayName])),
    shown: await shownBy(db, workspaceId, drill),
    uses: await rowsOf(db, workspaceId, uses, now),
    bypasses: rows.filter(({ at }) => startsAt <= at && at < endsAt).map(({ at }) => at),
    mayAnswer: drill.finishedAt === null && (await seesTo(db, caller, userId)),
    isOther: caller.user.id !== signsIn,
  };
}

export type DrillView = Awaited<ReturnType<typeof drillView>>;

/** @throws Refused 403 for whoever sees none, 404 for one that is not there, or not theirs to see. */
export async function seenDrill(db: Db, caller: Caller, id: string): Promise<Drill> {
  const sight = await sightOf(db, caller);
  const drill = await findDrill(db, caller.workspace.id, id);
  if (!drill || !sees(sight, drill.userId)) throw new Refused(404, "not_found", "There is no such drill.");
  return drill;
}

/** Returns what can be chosen for a drill. @throws Refused 403 for whoever sees to no account. */
export async function drillChoices(db: Db, caller: Caller) {
  const workspaceId = caller.workspace.id;
  const accounts = await listBreakGlassAccounts(db, workspaceId);
  const mine = [];
  for (const { userId } of accounts) if (await seesTo(db, caller, userId)) mine.push(userId);
  if (mine.length === 0 && !isAdmin(caller.roles))
    throw new Refused(403, "not_keeper", "Drills are planned by custodians, admins and owners.");
  const people = await Promise.all(mine.map((userId) => peopleFor(db, workspaceId, userId)));
  const users = await findUsers(db, workspaceId, mine);
  return {
    accounts: mine.map((id) => ({ id, name: users.get(id)?.displayName ?? id })),
    people: [...new Map(people.flat().map((person) => [person.id, person])).values()],
  };
}
