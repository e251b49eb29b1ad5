import type { Db } from "#db/connect.ts";
import { insertDowntime, listUntoldDowntimes, markDowntimeTold } from "#db/downtimes.ts";
import { beginJobClock, findJobClock, setJobClock } from "#db/job-clocks.ts";
import {
  forgetFailures,
  hastenFailure,
  keepFailure,
  listFailures,
  nextRetry,
  resolveFailure,
} from "#db/job-failures.ts";
import {
  claimRun,
  finishRun,
  forgetRuns,
  lastDone,
  latestClaimedSlot,
  listRuns,
  renewLease,
  runsCatchingUp,
} from "#db/job-runs.ts";

const now = "2026-11-20T10:30:00.000Z";
const later = "2027-06-01T00:00:00.000Z";
const run = { name: "only-of-the-other", slot: now };
const claim = { holder: "the other", leaseUntil: now, isCatchingUp: true, now };
const finish = { holder: "the other", outcome: "done", report: {}, durationMs: 1, now } as const;
const item = { job: "only-of-the-other", kind: "", item: "EXC-1" };
const failing = { ...item, message: "no disk", attempts: 1, nextAttemptAt: now };
const pause = { beganAt: "2026-11-19T10:30:00.000Z", endedAt: now };

/** Lets a job of the other workspace run, fail and make up for a pause. */
export async function otherJobs(db: Db, workspaceId: string): Promise<void> {
  await claimRun(db, { ...run, workspaceId }, claim);
  await finishRun(db, { ...run, workspaceId }, finish);
  await claimRun(db, { ...run, workspaceId, slot: later }, claim);
  await keepFailure(db, workspaceId, failing, now);
  await beginJobClock(db, workspaceId, now);
  await insertDowntime(db, workspaceId, pause);
}

type Ask = (db: Db, workspaceId: string) => Promise<unknown>;

export const jobReads: Record<string, [ask: Ask, answer: unknown]> = {
  listRuns: [(db, id) => listRuns(db, id, { limit: 9 }), []],
  latestClaimedSlot: [(db, id) => latestClaimedSlot(db, id, { name: run.name, now }), null],
  lastDone: [(db, id) => lastDone(db, id, run.name), null],
  runsCatchingUp: [(db, id) => runsCatchingUp(db, id, now), []],
  listFailures: [(db, id) => listFailures(db, id), []],
  nextRetry: [(db, id) => nextRetry(db, id, item.job), null],
  findJobClock: [(db, id) => findJobClock(db, id), null],
  listUntoldDowntimes: [(db, id) => listUntoldDowntimes(db, id, later), []],
};

export const jobChanges: Record<string, Ask> = {
  claimRun: (db, id) => claimRun(db, { ...run, slot: later, workspaceId: id }, { ...claim, now: later }),
  renewLease: (db, id) => renewLease(db, { ...run, slot: later, workspaceId: id }, { ...claim, leaseUntil: later }),
  finishRun: (db, id) => finishRun(db, { ...run, slot: later, workspaceId: id }, { ...finish, outcome: "failed" }),
  forgetRuns: (db, id) => forgetRuns(db, id, run.name, later),
  keepFailure: (db, id) => keepFailure(db, id, { ...failing, message: "taken over" }, later),
  resolveFailure: (db, id) => resolveFailure(db, id, item, later),
  hastenFailure: (db, id) => hastenFailure(db, id, item, later),
  forgetFailures: (db, id) => forgetFailures(db, id, item.job, later),
  beginJobClock: (db, id) => beginJobClock(db, id, later),
  setJobClock: (db, id) => setJobClock(db, id, { from: now, to: later }),
  markDowntimeTold: (db, id) => markDowntimeTold(db, id, pause.beganAt, later),
};
