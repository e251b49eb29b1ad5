import { isDueIn, quarterAt, quarterBefore } from "#app/break-glass/drill.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import type { Exception } from "#app/register/exception.ts";
import { strictest } from "#app/register/strictest.ts";
import { getCategoryVersion } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import {
  accountSpans,
  categoryAt,
  drillsHeldBy,
  recordsOfServicesAt,
  rotationsBy,
  usesBy,
} from "#db/custody-history.ts";
import { drillDays } from "./custody-figures.ts";
import type { MeasuredDrill, MeasuredRotation } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { rotationCycles } from "./rotation-cycles.ts";

type Secret = Pick<MeasuredRotation, "subjectKind" | "subjectId"> & { since: string; everyDays: number | null };

/** Reads every time at which the secret of an emergency account, or of a service that exceptions rest on, had to be replaced. */
export async function readRotations(db: Db, moment: Moment): Promise<MeasuredRotation[]> {
  const { workspaceId, timeZone, at } = moment;
  const rotations = await rotationsBy(db, workspaceId, at);
  const uses = await usesBy(db, workspaceId, at);
  const secrets = [...(await secretsOfAccounts(db, moment)), ...(await secretsOfServices(db, moment))];
  return secrets.flatMap(({ subjectKind, subjectId, since, everyDays }) => {
    const key = `${subjectKind}:${subjectId}`;
    const used = subjectKind === "user" ? (uses.get(subjectId) ?? []) : [];
    const cycles = rotationCycles({ everyDays, since, rotations: rotations.get(key) ?? [], uses: used, timeZone });
    return cycles.map(({ at: dueAt, because, doneAt }) => ({
      ...{ id: `${key} ${dueAt}`, subjectKind, subjectId, dueAt, because, doneAt },
    }));
  });
}

async function secretsOfAccounts(db: Db, { workspaceId, at }: Moment): Promise<Secret[]> {
  const rules = await categoryAt(db, workspaceId, { id: "break_glass", at });
  const spans = await accountSpans(db, workspaceId);
  return spans
    .filter(({ from, to }) => from <= at && (to === null || to > at))
    .map(({ userId, from }) => ({
      ...{ subjectKind: "user", subjectId: userId, since: from, everyDays: rules?.rotateEveryDays ?? null },
    }));
}

/** Of several records that name a service the shortest interval counts, from when the first of them was put in place. */
async function secretsOfServices(db: Db, { workspaceId, at }: Moment): Promise<Secret[]> {
  const secrets = new Map<string, Secret & { everyDays: number }>();
  const known = new Map<string, Promise<number | null>>();
  for (const record of await recordsOfServicesAt(db, workspaceId, at)) {
    const { category, categoryVersion, activatedAt, startsAt, scope } = record;
    const key = `${category} ${categoryVersion}`;
    const interval = known.get(key) ?? intervalAt(db, record, at);
    known.set(key, interval);
    const everyDays = await interval;
    if (everyDays === null) continue;
    for (const subjectId of scope.servicePrincipals) {
      const since = activatedAt ?? startsAt;
      const other = secrets.get(subjectId);
      secrets.set(subjectId, {
        ...{ subjectKind: "service_principal", subjectId },
        since: other && other.since < since ? other.since : since,
        everyDays: Math.min(other?.everyDays ?? everyDays, everyDays),
      });
    }
  }
  return [...secrets.values()].sort((one, other) => (one.subjectId < other.subjectId ? -1 : 1));
}

/** The stricter of the rules at its submission and those of then, as for the record itself. */
async function intervalAt(
  db: Db,
  { workspaceId, category, categoryVersion }: Pick<Exception, "workspaceId" | "category" | "categoryVersion">,
  at: Instant,
): Promise<number | null> {
  const then = await categoryAt(db, workspaceId, { id: category, at });
  if (then === null || categoryVersion === null) return then?.rotateEveryDays ?? null;
  return strictest(await getCategoryVersion(db, workspaceId, category, categoryVersion), then).rotateEveryDays;
}

/** Reads the drills that emergency accounts had to have in the quarters of the last year, held or not. */
export async function readDrills(db: Db, { workspaceId, timeZone, at }: Moment): Promise<MeasuredDrill[]> {
  const spans = (await accountSpans(db, workspaceId)).filter(({ from }) => from <= at);
  if (spans.length === 0) return [];
  const held = await drillsHeldBy(db, workspaceId, at);
  const drills: MeasuredDrill[] = [];
  const earliest = addDays(at, -drillDays);
  for (let quarter = quarterAt(at, timeZone); quarter.endsAt > earliest; quarter = quarterBefore(quarter, timeZone)) {
    if (quarter.endsAt > at) continue;
    for (const { userId, from, to } of spans) {
      if (!isDueIn(quarter, from, timeZone) || (to !== null && to <= quarter.endsAt)) continue;
      const drill = held.find(
        (each) => each.userId === userId && each.startsAt >= quarter.beginsAt && each.startsAt < quarter.endsAt,
      );
      drills.push({
        ...{ id: `${userId} ${quarter.name}`, userId, quarter: quarter.name, dueAt: quarter.endsAt },
        ...{ doneAt: drill?.finishedAt ?? null, drillId: drill?.id ?? null },
      });
    }
  }
  return drills;
}
