import { setImmediate } from "node:timers/promises";
import { addDays } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { groupRecords, type RecordGroup } from "#db/grouped-records.ts";
import { approvedWithin, endedSince, measuredById } from "#db/measured-records.ts";
import type { RecordIds } from "#db/records-within.ts";
import { decidedAt } from "./decided-at.ts";
import { definitions } from "./definitions.ts";
import { type Figures, measure } from "./measure.ts";
import type { MeasuredRecord } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { isLiveAt, lookBackDays } from "./register-figures.ts";

/** The figures of a register, and its records as far as figures tell them apart: each weighs as many as it stands for. */
export type RegisterNow = { figures: Figures; groups: MeasuredRecord[] };

/** So many are read at once: for some milliseconds at most, between which everybody else gets a turn. */
const recordsAtOnce = 5000;

/** These look at what was decided or closed of late alone. */
const ofLate = ["decision_days_median", "closure_days_median"];
const middle = "live_days_median";

/**
 * Measures the register as it is by the same definitions as ever, without reading every record: those that no figure can tell
 * apart are one row that weighs as many, and the middle of the live ones stands for all of them.
 */
export async function measureRegisterNow(db: Db, moment: Moment, ids: RecordIds = null): Promise<RegisterNow> {
  const { at } = moment;
  const groups = [...(await groupsNow(db, moment, ids)).values()];
  const ofRegister = definitions.filter(({ rows }) => rows === "exceptions");
  const over = (keys: (key: string) => boolean, exceptions: readonly MeasuredRecord[]) =>
    measure(
      ofRegister.filter(({ key }) => keys(key)),
      { exceptions },
      at,
    );
  const figures = {
    ...over((key) => key !== middle && !ofLate.includes(key), groups.map(oldestOf)),
    ...over((key) => key === middle, middleOf(groups.filter(({ record }) => isLiveAt(record, at)))),
    ...over((key) => ofLate.includes(key), await recordsOfLate(db, moment, ids)),
  };
  return { figures, groups: groups.map(({ record }) => record) };
}

async function groupsNow(db: Db, { workspaceId, at }: Moment, ids: RecordIds): Promise<Map<string, RecordGroup>> {
  const groups = new Map<string, RecordGroup>();
  const asked = { now: at, soon: addDays(at, 30), limit: recordsAtOnce };
  for (const some of ids === null ? [null] : inPieces(ids))
    for (let after: string | null = ""; after !== null; ) {
      await setImmediate();
      const last: string | null = await groupRecords(db, workspaceId, groups, { ...asked, after, ids: some });
      after = some === null ? last : null;
    }
  return groups;
}

function* inPieces(ids: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < ids.length; start += recordsAtOnce) yield ids.slice(start, start + recordsAtOnce);
}

/** The record of a group that has been in force, or has waited, the longest. */
function oldestOf({ record, since }: RecordGroup): MeasuredRecord {
  const [first] = since;
  if (first === undefined) return record;
  const oldest = new Date(since.reduce((one, other) => Math.min(one, other), first)).toISOString();
  return record.state === "active" ? inForceFrom(record, oldest) : { ...record, waitingSince: oldest };
}

/** The one or two records in the middle, by since when they have been in force: half are older, half are younger. */
function middleOf(groups: readonly RecordGroup[]): MeasuredRecord[] {
  const all = Float64Array.from(groups.flatMap(({ since }) => since)).sort();
  const [record] = groups;
  if (record === undefined) return [];
  const places = all.length % 2 === 1 ? [(all.length - 1) / 2] : [all.length / 2 - 1, all.length / 2];
  return places.map((place) => ({
    ...inForceFrom(record.record, new Date(all[place] ?? Number.NaN).toISOString()),
    weight: 1,
  }));
}

function inForceFrom(record: MeasuredRecord, since: string): MeasuredRecord {
  return { ...record, startsAt: since, activatedAt: record.activatedAt === null ? null : since };
}

async function recordsOfLate(db: Db, moment: Moment, only: RecordIds): Promise<MeasuredRecord[]> {
  const { workspaceId, at } = moment;
  const since = addDays(at, -lookBackDays);
  const approved = await approvedWithin(db, workspaceId, { since, until: at });
  const ids = [...new Set([...approved.keys(), ...(await endedSince(db, workspaceId, since))])];
  const among = only === null ? null : new Set(only);
  const records = await measuredById(
    db,
    workspaceId,
    ids.filter((id) => among === null || among.has(id)),
  );
  // Nothing of late asks whether a record was used.
  return records.map((record) => ({
    ...record,
    decidedAt: decidedAt(record, approved.get(record.id) ?? []),
    isUsed: false,
  }));
}
