import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { forgetFailures } from "#db/job-failures.ts";
import { claimRun, finishRun, forgetRuns, type JobReport, type RunKey, renewLease } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";
import { Ending } from "./each-due.ts";
import { faultWords } from "./fault-words.ts";
import { inRounds } from "./in-rounds.ts";
import { isBehind } from "./is-behind.ts";
import { type KeptBook, openBook } from "./item-book.ts";
import type { Job, JobTools } from "./job.ts";
import { keepLease, leaseFrom, newHolder } from "./lease.ts";

const keptDays = 30;

export type RunResult = { outcome: "done" | "failed"; report: JobReport };

export type Run = { workspace: Workspace; slot: string; now: Instant };

/**
 * Runs a job for one slot of a workspace if nobody has yet, and keeps what came of it; null when somebody has.
 * A fault of the job is its result, not a fault of the caller: it is kept as a failing item and tried again.
 * @throws Ending when the process is to end; then whoever comes first takes the slot over.
 */
export async function runJob(job: Job, tools: JobTools, run: Run): Promise<RunResult | null> {
  const { db } = tools;
  const { workspace, slot, now } = run;
  const key = { workspaceId: workspace.id, name: job.name, slot };
  const holder = newHolder();
  const isCatchingUp = await isBehind(db, job, { workspace, now });
  if (!(await claimRun(db, key, { holder, leaseUntil: leaseFrom(now), isCatchingUp, now }))) return null;
  return runClaimed(job, tools, { ...run, holder, isCatchingUp });
}

export type ClaimedRun = Run & { holder: string; isCatchingUp: boolean };

/** Runs what its caller has claimed. */
export async function runClaimed(job: Job, tools: JobTools, claimed: ClaimedRun): Promise<RunResult> {
  const { db } = tools;
  const { workspace, slot, now, holder } = claimed;
  const key: RunKey = { workspaceId: workspace.id, name: job.name, slot };
  const watch = startWatch(now);
  const lease = keepLease(db, key, { holder, now });
  try {
    const book = await openBook(db, { workspaceId: workspace.id, job: job.name, now });
    const result = await attempt(job, tools, { ...claimed, book });
    await finishRun(db, key, { ...result, holder, ...watch() });
    return result;
  } catch (fault) {
    if (fault instanceof Ending) await renewLease(db, key, { holder, leaseUntil: now });
    throw fault;
  } finally {
    await lease.stop();
    await forget(tools, key, now);
  }
}

/** Looks for what cannot wait for a slot; null where there was nothing to do, of which nothing is kept. */
export async function lookBetween(
  job: Job,
  tools: JobTools,
  { workspace, now }: Omit<Run, "slot">,
): Promise<RunResult | null> {
  const { db } = tools;
  const watch = startWatch(now);
  const book = await openBook(db, { workspaceId: workspace.id, job: job.name, now });
  const result = await attempt(job, tools, { workspace, now, isCatchingUp: false, book });
  const { done, failed } = book.counts();
  if (done + failed === 0) return null;
  const holder = newHolder();
  const key = { workspaceId: workspace.id, name: job.name, slot: `between slots ${now} ${holder}` };
  await claimRun(db, key, { holder, leaseUntil: leaseFrom(now), isCatchingUp: false, now });
  await finishRun(db, key, { ...result, holder, ...watch() });
  return result;
}

type Attempt = Omit<ClaimedRun, "slot" | "holder"> & { book: KeptBook };

async function attempt(job: Job, tools: JobTools, { workspace, now, isCatchingUp, book }: Attempt): Promise<RunResult> {
  const wholeRun = { kind: "", id: "" };
  try {
    const report = await inRounds(job, { ...tools, isCatchingUp, items: book }, { workspace, now });
    await book.settled(wholeRun);
    await book.close();
    return { outcome: "done", report };
  } catch (fault) {
    if (fault instanceof Ending) throw fault;
    tools.log.error({ job: job.name, workspaceId: workspace.id, err: fault }, "a job failed");
    await book.failed(wholeRun, fault);
    return { outcome: "failed", report: { fault: faultWords(fault) } };
  }
}

/** Measures by a clock that nobody sets; `now` itself may be any instant. */
function startWatch(begunAt: Instant) {
  const begun = performance.now();
  return () => {
    const durationMs = Math.round(performance.now() - begun);
    return { durationMs, now: new Date(Date.parse(begunAt) + durationMs).toISOString() };
  };
}

async function forget({ db }: JobTools, { workspaceId, name }: RunKey, now: Instant): Promise<void> {
  await forgetRuns(db, workspaceId, name, addDays(now, -keptDays));
  await forgetFailures(db, workspaceId, name, addDays(now, -keptDays));
}
