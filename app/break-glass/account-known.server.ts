import { laterOf } from "#app/directory/members.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { reviewAfter } from "#app/register/cadence.ts";
import type { Exception } from "#app/register/exception.ts";
import { mayChange } from "#app/register/roles.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import type { Db } from "#db/connect.ts";
import { type DirectoryUser, directoryUsers } from "#db/directory-users.ts";
import { drilledWithin, listDrills } from "#db/drills.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { lastPermittedSignIns } from "#db/last-sign-ins.ts";
import { liveExceptionsFor } from "#db/live-exceptions.ts";
import type { Workspace } from "#db/workspaces.ts";
import { type BreakGlassAccount, custodiansOf } from "./account.ts";
import type { AccountKnown } from "./account-findings.ts";
import { isDueIn, quarterAt, quarterBefore } from "./drill.ts";
import { secretOfAccount } from "./find-secret.server.ts";
import { type RotationState, rotationState } from "./rotation-states.server.ts";
import { type Standing, standingOf } from "./standing.ts";

/** Everything that is known of an account for emergencies. */
export type AccountHealth = AccountKnown & {
  userName: string;
  version: number;
  registeredAt: Instant;
  hasRecoveryCodes: boolean;
  records: readonly { id: string; title: string }[];
  lastSignInAt: Instant | null;
  rotationState: RotationState;
};

type Place = { db: Db; workspace: Workspace; now: Instant };

/** Gathers what is known of accounts for emergencies, in their order. */
export async function accountsKnown(place: Place, accounts: readonly BreakGlassAccount[]): Promise<AccountHealth[]> {
  const { db, workspace } = place;
  if (accounts.length === 0) return [];
  const people = await directoryUsers(db, workspace.id, [
    ...new Set(accounts.flatMap((account) => [account.userId, ...custodiansOf(account)])),
  ]);
  const byId = new Map(people.map((person) => [person.id, person]));
  await gatherRecent(db, workspace.id);
  const ids = accounts.map(({ userId }) => userId);
  const lastSignIns = await lastPermittedSignIns(db, workspace.id, ids);
  const known: AccountHealth[] = [];
  for (const account of accounts) {
    const user = byId.get(account.userId);
    if (!user) throw new Error(`${account.userId} is registered and nobody, expected a person of the workspace`);
    known.push(await accountKnown(place, { account, user, byId, lastPermitted: lastSignIns.get(user.id) ?? null }));
  }
  return known;
}

type One = {
  account: BreakGlassAccount;
  user: DirectoryUser;
  byId: ReadonlyMap<string, DirectoryUser>;
  lastPermitted: Instant | null;
};

async function accountKnown(place: Place, { account, user, byId, lastPermitted }: One): Promise<AccountHealth> {
  const { db, workspace, now } = place;
  const live = await liveExceptionsFor(db, workspace.id, [`user:${user.id}`], now);
  const records = live.map(({ record }) => record).filter(({ category }) => category === "break_glass");
  const secret = await secretOfAccount(db, workspace.id, account, now);
  const state = await rotationState(db, workspace, secret);
  const since = state.confirmedAt ?? secret.since;
  const { timeZone } = workspace;
  const kinds = user.factors.map(({ kind }) => kind);
  return {
    userId: user.id,
    name: user.displayName,
    userName: user.userName,
    version: account.version,
    registeredAt: account.registeredAt,
    isBypass: !user.ssoRequired,
    isBarred: user.disabledAt !== null,
    storageReference: account.storageReference,
    custodians: custodiansOf(account).map((id) => custodianKnown(id, byId.get(id))),
    factors: kinds.filter((kind) => kind !== "recovery_code"),
    hasRecoveryCodes: kinds.includes("recovery_code"),
    hasRecord: records.length > 0,
    records: records.map(({ id, title }) => ({ id, title })),
    lastSignInAt: laterOf(user.lastSignInAt, lastPermitted),
    validation: await validationOf(place, records),
    rotation: state.due && {
      ...standingOf({ lastAt: state.confirmedAt, since, dueAt: state.due.at, now, timeZone }),
      because: state.due.because,
    },
    rotationState: state,
    drill: await drillOf(place, account),
  };
}

function custodianKnown(id: string, person: DirectoryUser | undefined) {
  return {
    id,
    name: person?.displayName ?? id,
    isBarred: person?.disabledAt !== null,
    mayChange: mayChange(person?.registerRoles ?? []),
  };
}

/** Of several records the one that is validated next. */
async function validationOf({ db, workspace, now }: Place, records: readonly Exception[]): Promise<Standing | null> {
  const standings = await Promise.all(
    records.map(async (record) => {
      const lastAt = record.lastValidation?.at ?? null;
      const since = lastAt ?? record.activatedAt ?? record.startsAt;
      const everyDays = (await rulesFor(db, record)).reviewEveryDays[record.rating ?? "critical"];
      const dueAt = reviewAfter(since, everyDays, workspace.timeZone);
      return standingOf({ lastAt, since, dueAt, now, timeZone: workspace.timeZone });
    }),
  );
  return standings.toSorted((one, other) => one.dueAt.localeCompare(other.dueAt))[0] ?? null;
}

/** A drill is due by the end of each quarter; one that was missed stays due. */
async function drillOf({ db, workspace, now }: Place, account: BreakGlassAccount): Promise<Standing> {
  const { timeZone } = workspace;
  const drills = await listDrills(db, workspace.id, { userId: account.userId, limit: 20 });
  const last = drills.find(({ result }) => result === "passed" || result === "failed");
  const current = quarterAt(now, timeZone);
  const before = quarterBefore(current, timeZone);
  const isHeld = async ({ beginsAt, endsAt }: typeof current) =>
    (await drilledWithin(db, workspace.id, { from: beginsAt, to: endsAt })).has(account.userId);
  const isDone = await isHeld(current);
  const wasMissed = !isDone && isDueIn(before, account.registeredAt, timeZone) && !(await isHeld(before));
  const isDueNow = !isDone && isDueIn(current, account.registeredAt, timeZone);
  const next = quarterAt(current.endsAt, timeZone).endsAt;
  const ahead = isDueNow ? current.endsAt : next;
  const dueAt = wasMissed ? before.endsAt : ahead;
  const lastAt = last?.startsAt ?? null;
  return standingOf({ lastAt, since: lastAt ?? account.registeredAt, dueAt, now, timeZone });
}
