import { everything } from "#app/register/list-query.ts";
import { anySignIn } from "#app/signins/sign-in-query.ts";
import type { Db } from "#db/connect.ts";
import {
  countBreakGlass,
  readAccounts,
  readDrills,
  readIncidents,
  readRotations,
  readUses,
} from "#db/export-break-glass.ts";
import { countFigures, readFigures } from "#db/export-figures.ts";
import { countLog, readLog } from "#db/export-log.ts";
import { approversOf, readRecords, userNames } from "#db/export-records.ts";
import { countReviews, readReviews } from "#db/export-reviews.ts";
import { countAsOf } from "#db/register-as-of.ts";
import { countSignIns } from "#db/sign-ins.ts";
import type { Other } from "#test/support/other-workspace.ts";

const later = "2027-06-01T00:00:00.000Z";
const page = { after: "", limit: 9 };
const anyTime = { exception: "", key: "", from: "", to: "" };
const fromTheFirst = { exceptionId: "", at: "", day: "", key: "" };

/** What each query that an export is read by answers. */
export const sourceReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  readRecords: [
    (db, id) => readRecords(db, id, { query: everything, after: null, limit: 9 }),
    { records: [], next: null },
  ],
  approversOf: [(db, id, { exception }) => approversOf(db, id, [exception.id]), new Map()],
  userNames: [(db, id, { userId }) => userNames(db, id, [userId]), new Map()],
  countAsOf: [(db, id) => countAsOf(db, id, later), 0],
  readLog: [(db, id, { userId }) => readLog(db, id, { types: [], subjectId: userId, after: 0, limit: 9 }), []],
  countLog: [(db, id, { userId }) => countLog(db, id, { types: [], subjectId: userId }), 0],
  countSignIns: [(db, id) => countSignIns(db, id, anySignIn), 0],
  readReviews: [(db, id) => readReviews(db, id, { ...anyTime, after: fromTheFirst, limit: 9 }), []],
  countReviews: [(db, id) => countReviews(db, id, anyTime), 0],
  readFigures: [(db, id) => readFigures(db, id, { ...anyTime, after: fromTheFirst, limit: 9 }), []],
  countFigures: [(db, id) => countFigures(db, id, anyTime), 0],
  readAccounts: [(db, id) => readAccounts(db, id, page), []],
  readRotations: [(db, id) => readRotations(db, id, page), []],
  readDrills: [(db, id) => readDrills(db, id, page), []],
  readIncidents: [(db, id) => readIncidents(db, id, page), []],
  readUses: [(db, id) => readUses(db, id, page), []],
  countBreakGlass: [(db, id) => countBreakGlass(db, id), 0],
};
