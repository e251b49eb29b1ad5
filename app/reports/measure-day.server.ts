import { setImmediate } from "node:timers/promises";
import type { Instant } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { addDays } from "#app/register/days.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import type { Db } from "#db/connect.ts";
import {
  allowedByReason,
  answeredReviews,
  countNeverUsed,
  decisionsSince,
  measuredAt,
  measuredNow,
  missedReviews,
} from "#db/measured.ts";
import { currentPolicy } from "#db/policies.ts";
import { usersAfter } from "#db/search-candidates.ts";
import { lookBackDays, reviewDays } from "./kpis.ts";
import {
  type Figures,
  type MeasuredPerson,
  type MeasuredRecord,
  measurePeople,
  measureRegister,
  measureReviews,
  measureSignIns,
} from "./measure.ts";

/** A day of the workspace: from its midnight to the next. */
export type MeasuredDay = { from: Instant; to: Instant };

/** So much is read at once. SQLite answers at once, so between two pages everybody else gets a turn. */
const pageSize = 500;

/** Measures a day that has just ended: the register and the people as they are now. */
export async function measureToday(db: Db, workspaceId: string, day: MeasuredDay, now: Instant): Promise<Figures> {
  const records = await recordsNow(db, workspaceId);
  return {
    ...measureRegister(records, await decisionsSince(db, workspaceId, addDays(now, -lookBackDays)), now),
    ...(await measureKept(db, workspaceId, day)),
    ...measurePeople(await peopleNow(db, workspaceId, now)),
    live_never_used: await countNeverUsed(db, workspaceId, now),
  };
}

/** Measures a day that has long ended, as far as what it was is kept: of the rest there is nothing to say. */
export async function measurePast(db: Db, workspaceId: string, day: MeasuredDay): Promise<Figures> {
  const records = await recordsThen(db, workspaceId, day.to);
  const decisions = await decisionsSince(db, workspaceId, addDays(day.to, -lookBackDays));
  return {
    ...(records === null ? {} : measureRegister(records, decisions, day.to)),
    ...(await measureKept(db, workspaceId, day)),
  };
}

/** What can be read at any later time: reviews and sign-ins are only added to. */
async function measureKept(db: Db, workspaceId: string, { from, to }: MeasuredDay): Promise<Figures> {
  const since = addDays(to, -reviewDays);
  const answered = await answeredReviews(db, workspaceId, since);
  return {
    ...measureReviews(answered, await missedReviews(db, workspaceId, since), to),
    ...measureSignIns(await allowedByReason(db, workspaceId, { from, to })),
  };
}

async function recordsNow(db: Db, workspaceId: string): Promise<MeasuredRecord[]> {
  const records: MeasuredRecord[] = [];
  for (let after = ""; ; ) {
    await setImmediate();
    const page = await measuredNow(db, workspaceId, { after, limit: pageSize });
    records.push(...page);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return records;
    after = last.id;
  }
}

/** Null where not every record of then has a revision of then. */
async function recordsThen(db: Db, workspaceId: string, at: Instant): Promise<MeasuredRecord[] | null> {
  const all: MeasuredRecord[] = [];
  for (let after = ""; ; ) {
    await setImmediate();
    const { records, last, isComplete } = await measuredAt(db, workspaceId, { at, after, limit: pageSize });
    if (!isComplete) return null;
    all.push(...records);
    if (last === null || records.length < pageSize) return all;
    after = last;
  }
}

async function peopleNow(db: Db, workspaceId: string, now: Instant): Promise<MeasuredPerson[]> {
  const policy = await currentPolicy(db, workspaceId);
  const people: MeasuredPerson[] = [];
  for (let after = ""; ; ) {
    await setImmediate();
    const page = await usersAfter(db, workspaceId, { after, limit: pageSize });
    const ids = page.map(({ id }) => id);
    for (const subject of await subjectsOf(db, workspaceId, ids)) {
      if (subject.disabledAt !== null) continue;
      const { lacksFactor, grace } = enrollmentStanding(subject, policy, now);
      people.push({ lacksFactor, isInGrace: grace?.isActive === true });
    }
    const last = ids.at(-1);
    if (last === undefined || page.length < pageSize) return people;
    after = last;
  }
}
