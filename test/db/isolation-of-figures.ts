import type { Db } from "#db/connect.ts";
import {
  accountSpans,
  categoryAt,
  drillsHeldBy,
  recordsOfServicesAt,
  rotationsBy,
  usesBy,
} from "#db/custody-history.ts";
import { exemptedBy } from "#db/exemptors.ts";
import { groupRecords, type RecordGroup } from "#db/grouped-records.ts";
import { liveByApplication, liveByOwner } from "#db/live-by-place.ts";
import { answeredReviews, countByMethod, countByReason, missedReviews } from "#db/measured.ts";
import {
  countPeopleOf,
  datesOfPeople,
  keepPeople,
  lastPeopleDay,
  peopleAsOf,
  peopleDayDone,
  werePeopleMeasured,
} from "#db/measured-people.ts";
import { applicationsOf, countByApplication, departmentsOf, measuredPlaces } from "#db/measured-places.ts";
import { approvedWithin, endedSince, measuredAt, measuredById, measuredNow, usedBefore } from "#db/measured-records.ts";
import { recordsWithin } from "#db/records-within.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";
const long = "2000-01-01T00:00:00.000Z";
const day = "2026-11-18";
const page = { after: "", limit: 9 };
const nobody = {
  ...{ isEnabled: true, isPrivileged: false, method: null, lacksFactor: true, isExempt: false },
  ...{ graceStartsAt: null, graceEndsAt: null, joinedAt: long, enrolledAt: null, department: null },
};

/** Measures somebody of the other workspace on a day. */
export async function otherFigures(db: Db, workspaceId: string, { userId }: Other): Promise<void> {
  await keepPeople(db, workspaceId, { day, people: [{ ...nobody, id: userId }] });
  await peopleDayDone(db, workspaceId, day);
}

async function grouped(db: Db, workspaceId: string) {
  const groups = new Map<string, RecordGroup>();
  await groupRecords(db, workspaceId, groups, { ...page, now, soon: later, ids: null });
  return groups;
}

/** What each query about figures answers. */
export const figureReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  measuredNow: [(db, id) => measuredNow(db, id, page), []],
  measuredAt: [(db, id) => measuredAt(db, id, { ...page, at: now }), { records: [], last: null, isComplete: true }],
  measuredById: [(db, id, { exception }) => measuredById(db, id, [exception.id]), []],
  endedSince: [(db, id) => endedSince(db, id, long), []],
  approvedWithin: [(db, id) => approvedWithin(db, id, { since: long, until: later }), new Map()],
  usedBefore: [(db, id) => usedBefore(db, id, { at: later, first: "", last: "F" }), new Set()],
  groupRecords: [(db, id) => grouped(db, id), new Map()],
  recordsWithin: [(db, id) => recordsWithin(db, id, { category: "accessibility" }), []],
  liveByOwner: [(db, id, { exception }) => liveByOwner(db, id, { now, ids: [exception.id] }), new Map()],
  liveByApplication: [(db, id) => liveByApplication(db, id, { now, ids: null }), new Map()],
  answeredReviews: [(db, id) => answeredReviews(db, id, long), []],
  missedReviews: [(db, id) => missedReviews(db, id, long), []],
  countByReason: [
    (db, id) => countByReason(db, id, { from: long, to: later, reasons: ["MFA_SATISFIED"] }),
    new Map([["MFA_SATISFIED", 0]]),
  ],
  countByMethod: [(db, id) => countByMethod(db, id, { from: long, to: later }), []],
  countByApplication: [
    (db, id) => countByApplication(db, id, { from: long, to: later, reasons: ["MFA_SATISFIED"] }),
    [],
  ],
  applicationsOf: [(db, id, { exception }) => applicationsOf(db, id, { ids: [exception.id], at: null }), new Map()],
  measuredPlaces: [(db, id, { exception }) => measuredPlaces(db, id, [exception.id]), new Map()],
  departmentsOf: [(db, id, { userId }) => departmentsOf(db, id, [userId]), new Map()],
  datesOfPeople: [(db, id, { userId }) => datesOfPeople(db, id, [userId]), new Map()],
  countPeopleOf: [(db, id) => countPeopleOf(db, id), 0],
  peopleAsOf: [(db, id) => peopleAsOf(db, id, { ...page, day }), []],
  werePeopleMeasured: [(db, id) => werePeopleMeasured(db, id, day), false],
  lastPeopleDay: [(db, id) => lastPeopleDay(db, id), null],
  exemptedBy: [
    (db, id, { exception }) =>
      exemptedBy(
        db,
        id,
        exception.scope.users.map((user) => `user:${user}`).concat("group:finance", "role:helpdesk"),
        now,
      ),
    new Map(),
  ],
  accountSpans: [(db, id) => accountSpans(db, id), []],
  rotationsBy: [(db, id) => rotationsBy(db, id, later), new Map()],
  usesBy: [(db, id) => usesBy(db, id, later), new Map()],
  drillsHeldBy: [(db, id) => drillsHeldBy(db, id, later), []],
  recordsOfServicesAt: [(db, id) => recordsOfServicesAt(db, id, now), []],
};

/** Every workspace has categories of its own. */
export const figureOwn: Record<string, (db: Db, workspaceId: string) => Promise<unknown>> = {
  categoryAt: async (db, workspaceId) => [
    workspaceId,
    await categoryAt(db, workspaceId, { id: "accessibility", at: later }),
  ],
};

/** Changes that name what another workspace has. */
export const figureChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  keepPeople: (db, id, { userId }) => keepPeople(db, id, { day, people: [{ ...nobody, id: userId }] }),
  peopleDayDone: (db, id) => peopleDayDone(db, id, day),
};
