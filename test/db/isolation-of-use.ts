import type { Db } from "#db/connect.ts";
import { listNamingDisabled } from "#db/disabled-beneficiaries.ts";
import { addUsage, totalUsage, usageByQuarter, usageShares } from "#db/exception-usage.ts";
import { lastUses, usesOf } from "#db/exception-use.ts";
import { usesSpent } from "#db/exemption-uses.ts";
import { newestEnrolment } from "#db/factors.ts";
import { gatherPiece, gatherRecent } from "#db/gather-sign-ins.ts";
import { countNewcomers, memberSince } from "#db/members.ts";
import { listDormant, listEnrolled, markProposed } from "#db/revocation-proposals.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";

/** How exceptions are used, asked from a workspace that has none of it. */
export const useReads: Record<string, [(db: Db, workspaceId: string, other: Other) => Promise<unknown>, unknown]> = {
  usesSpent: [(db, id, { limited }) => usesSpent(db, id, limited), null],
  totalUsage: [(db, id, { exception }) => totalUsage(db, id, [exception.id]), new Map()],
  usageShares: [
    (db, id, { exception }) => usageShares(db, id, { exceptionId: exception.id, facet: "subject", limit: 9 }),
    { most: [], count: 0 },
  ],
  usageByQuarter: [
    (db, id, { exception }) => usageByQuarter(db, id, { exceptionId: exception.id, from: "2000-01-01T00:00:00.000Z" }),
    [],
  ],
  lastUses: [(db, id, { exception }) => lastUses(db, id, [exception.id]), new Map()],
  usesOf: [(db, id, { exception }) => usesOf(db, id, exception.id), { uses: [], count: 0 }],
  listNamingDisabled: [(db, id) => listNamingDisabled(db, id, { now, after: "", limit: 9 }), []],
  listEnrolled: [(db, id) => listEnrolled(db, id, { since: now, now, limit: 9 }), []],
  listDormant: [
    (db, id, { exception: { category, categoryVersion: version } }) =>
      listDormant(db, id, { limits: [{ category, version, idleSince: later }], now, limit: 9 }),
    [],
  ],
  memberSince: [(db, id, { financier }) => memberSince(db, id, financier), new Map()],
  countNewcomers: [
    (db, id) =>
      countNewcomers(db, id, { groups: ["finance"], roles: [], since: "2000-01-01T00:00:00.000Z", others: [] }),
    0,
  ],
  newestEnrolment: [(db, id, { ward }) => newestEnrolment(db, id, [ward]), null],
};

/** What counts their use, naming what another workspace has. */
export const useChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  addUsage: (db, id, { exception }) =>
    addUsage(db, id, [{ exceptionId: exception.id, facet: "all", value: "", uses: 1, lastAt: later }]),
  markProposed: (db, id, { exception }) =>
    markProposed(db, id, { exceptionId: exception.id, cause: "dormant", since: now }, later),
  gatherPiece: (db, id) => gatherPiece(db, id),
  gatherRecent: (db, id) => gatherRecent(db, id),
};
