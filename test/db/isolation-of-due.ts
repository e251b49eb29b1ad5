import type { Db } from "#db/connect.ts";
import { listControlled } from "#db/controlled.ts";
import { listDutyNotices, listNoticesAhead, markDutyTold, toldSteps } from "#db/duty-notices.ts";
import { listOpenGrace } from "#db/grace-periods.ts";
import { keepDay, keepSnapshot, lastSnapshotDay, listSnapshots, zoneOfDay } from "#db/kpi-snapshots.ts";
import {
  forgetChallenges,
  forgetIdempotencyKeys,
  forgetInvitations,
  forgetMessages,
  forgetPasswordResets,
} from "#db/outdated.ts";
import { listOverdueLive } from "#db/overdue-live.ts";
import { registerAsOf } from "#db/register-as-of.ts";
import { listUnnotedStarts } from "#db/starts.ts";
import { listUnanswered, wasToldOfLapse } from "#db/unanswered.ts";
import { dueOfOther } from "#test/support/other-due.ts";
import type { Other } from "#test/support/other-workspace.ts";

const later = "2027-06-01T00:00:00.000Z";
const now = "2026-11-20T10:30:00.000Z";
const page = { after: "", limit: 9 };
const old = { before: "2100-01-01T00:00:00.000Z", limit: 500 };
const { notice, day, asked } = dueOfOther;

/** What each query about what comes due, and about what is measured, answers. */
export const dueReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  listUnnotedStarts: [(db, id) => listUnnotedStarts(db, id, later, 9), []],
  listUnanswered: [(db, id) => listUnanswered(db, id, { ...page, untouchedSince: later }), []],
  wasToldOfLapse: [(db, id) => wasToldOfLapse(db, id, asked), false],
  listOpenGrace: [
    (db, id) => listOpenGrace(db, id, { after: { startedAt: "", userId: "" }, until: later, limit: 9 }),
    [],
  ],
  listControlled: [(db, id) => listControlled(db, id, { ...page, now }), []],
  toldSteps: [(db, id) => toldSteps(db, id, notice), new Set()],
  listNoticesAhead: [(db, id) => listNoticesAhead(db, id, { duty: notice.duty, now }), []],
  listDutyNotices: [(db, id) => listDutyNotices(db, id, notice.duty), []],
  listSnapshots: [(db, id) => listSnapshots(db, id, { from: day, to: day }), []],
  zoneOfDay: [(db, id) => zoneOfDay(db, id, day), null],
  lastSnapshotDay: [(db, id) => lastSnapshotDay(db, id), null],
  listOverdueLive: [(db, id) => listOverdueLive(db, id, { now, limit: 9 }), []],
  registerAsOf: [(db, id) => registerAsOf(db, id, { ...page, at: now }), []],
};

/** Changes that name what another workspace has. */
export const dueChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  markDutyTold: (db, id) => markDutyTold(db, id, notice, later),
  keepDay: (db, id) => keepDay(db, id, { day, timeZone: "Asia/Kolkata" }),
  keepSnapshot: (db, id) => keepSnapshot(db, id, { day, figures: { live: 99 } }),
  forgetIdempotencyKeys: (db, id) => forgetIdempotencyKeys(db, id, old),
  forgetChallenges: (db, id) => forgetChallenges(db, id, old),
  forgetInvitations: (db, id) => forgetInvitations(db, id, old),
  forgetPasswordResets: (db, id) => forgetPasswordResets(db, id, old),
  forgetMessages: (db, id) => forgetMessages(db, id, old),
};
