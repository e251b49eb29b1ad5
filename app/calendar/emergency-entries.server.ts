import { custodiansOf } from "#app/break-glass/account.ts";
import { isDueIn, quarterAt } from "#app/break-glass/drill.ts";
import { findSecret, secretOfAccount } from "#app/break-glass/find-secret.server.ts";
import { nameOfSecret, pathOfSecret } from "#app/break-glass/rotate.server.ts";
import { rotationState } from "#app/break-glass/rotation-states.server.ts";
import type { Secret } from "#app/break-glass/secret.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { listBreakGlassAccounts } from "#db/break-glass-accounts.ts";
import type { Db } from "#db/connect.ts";
import { drilledWithin, listDrills } from "#db/drills.ts";
import { findUser } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { CalendarEntry } from "./calendar-entry.ts";

type Keeper = { workspace: Workspace; user: { id: string }; now: Instant };

/** Returns the drills and rotations of the accounts that a person is a custodian of, and of the secrets that their own records rest on. */
export async function emergencyEntries(
  db: Db,
  keeper: Keeper,
  records: readonly Exception[],
): Promise<CalendarEntry[]> {
  const { workspace, user, now } = keeper;
  const accounts = await listBreakGlassAccounts(db, workspace.id);
  const entries: CalendarEntry[] = [];
  for (const account of accounts.filter((each) => custodiansOf(each).includes(user.id))) {
    entries.push(...(await rotationEntry(db, keeper, await secretOfAccount(db, workspace.id, account, now))));
    entries.push(...(await drillEntries(db, keeper, account)));
  }
  const own = records.filter(({ ownerId }) => ownerId === user.id);
  for (const id of new Set(own.flatMap(({ scope }) => scope.servicePrincipals))) {
    const secret = await findSecret(db, { workspaceId: workspace.id, kind: "service_principal", id, now });
    if (secret) entries.push(...(await rotationEntry(db, keeper, secret)));
  }
  return entries;
}

async function rotationEntry(db: Db, { workspace }: Keeper, secret: Secret): Promise<CalendarEntry[]> {
  const { due, usedAt, confirmedAt } = await rotationState(db, workspace, secret);
  if (!due) return [];
  return [
    {
      uid: `rotation.${secret.kind}.${secret.id}@${workspace.id}`,
      sequence: sequenceOf(due.at),
      changedAt: usedAt ?? confirmedAt ?? secret.since,
      title: `Replace the secret of ${await nameOfSecret(db, workspace.id, secret)}`,
      text: "One person replaces it and records that; another one attests it.",
      path: pathOfSecret(secret),
      startsAt: due.at,
      endsAt: null,
    },
  ];
}

/** A drill that is planned, or the end of the quarter in which one is due. */
async function drillEntries(
  db: Db,
  { workspace, now }: Keeper,
  { userId, registeredAt }: { userId: string; registeredAt: Instant },
): Promise<CalendarEntry[]> {
  const name = (await findUser(db, workspace.id, userId))?.displayName ?? userId;
  const planned = (await listDrills(db, workspace.id, { userId, limit: 5 })).filter(
    ({ finishedAt }) => finishedAt === null,
  );
  if (planned.length > 0)
    return planned.map(({ id, startsAt, endsAt, plannedAt }) => ({
      uid: `drill.${id}@${workspace.id}`,
      sequence: 0,
      changedAt: plannedAt,
      title: `Drill: ${name}`,
      text: "Both custodians are needed. The page leads through it.",
      path: `/break-glass/drills/${id}`,
      startsAt,
      endsAt,
    }));
  const quarter = quarterAt(now, workspace.timeZone);
  const drilled = await drilledWithin(db, workspace.id, { from: quarter.beginsAt, to: quarter.endsAt });
  if (drilled.has(userId) || !isDueIn(quarter, registeredAt, workspace.timeZone)) return [];
  return [
    {
      uid: `drill-due.${userId}.${quarter.name}@${workspace.id}`,
      sequence: 0,
      changedAt: registeredAt > quarter.beginsAt ? registeredAt : quarter.beginsAt,
      title: `Drill due until now: ${name}`,
      text: `It was not drilled in ${quarter.name} yet. Plan it with the other custodian.`,
      path: "/break-glass/drills/new",
      startsAt: quarter.endsAt,
      endsAt: null,
    },
  ];
}

/** What is due later was changed later: in minutes, which a calendar's numbers hold for a long time. */
function sequenceOf(at: Instant): number {
  return Math.floor(Date.parse(at) / 60_000);
}
