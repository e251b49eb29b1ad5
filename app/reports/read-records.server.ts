import { setImmediate } from "node:timers/promises";
import { addDays } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { approvedWithin, measuredAt, measuredNow, type PlainRecord, usedBefore } from "#db/measured-records.ts";
import { decidedAt } from "./decided-at.ts";
import type { MeasuredRecord } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { lookBackDays } from "./register-figures.ts";

/** So much is read at once. SQLite answers at once, so between two pages everybody else gets a turn. */
const pageSize = 500;

/** Reads every record as it was at a moment; undefined where not every record of then has a revision of then. */
export async function readRecords(db: Db, moment: Moment): Promise<MeasuredRecord[] | undefined> {
  const { workspaceId, at } = moment;
  const approved = await approvedWithin(db, workspaceId, { since: addDays(at, -lookBackDays), until: at });
  const records: MeasuredRecord[] = [];
  for (let after: string | null = ""; after !== null; ) {
    await setImmediate();
    const page = await pageOf(db, moment, after);
    if (page === null) return undefined;
    records.push(...(await withOthers(db, moment, page.records, approved)));
    after = page.next;
  }
  return records;
}

/** Adds to records what is not written on them: when they were decided, and whether they were used. */
async function withOthers(
  db: Db,
  { workspaceId, at }: Moment,
  records: readonly PlainRecord[],
  approved: Awaited<ReturnType<typeof approvedWithin>>,
): Promise<MeasuredRecord[]> {
  const ids = records.map(({ id }) => id).toSorted();
  const [first, last] = [ids[0], ids.at(-1)];
  const used =
    first === undefined || last === undefined
      ? new Set<string>()
      : await usedBefore(db, workspaceId, { at, first, last });
  return records.map((record) => ({
    ...record,
    decidedAt: decidedAt(record, approved.get(record.id) ?? []),
    isUsed: used.has(record.id),
  }));
}

async function pageOf(
  db: Db,
  { workspaceId, day, at }: Moment,
  after: string,
): Promise<{ records: PlainRecord[]; next: string | null } | null> {
  if (day === null) {
    const records = await measuredNow(db, workspaceId, { after, limit: pageSize });
    return { records, next: records.length < pageSize ? null : (records.at(-1)?.id ?? null) };
  }
  const { records, last, isComplete } = await measuredAt(db, workspaceId, { at, after, limit: pageSize });
  if (!isComplete) return null;
  return { records, next: records.length < pageSize ? null : last };
}
