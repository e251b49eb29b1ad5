import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type JobFailure, listFailures } from "#db/job-failures.ts";
import { type JobRun, listRuns, type RunPlace } from "#db/job-runs.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { JobDescription } from "./job-description.ts";
import { reportWords } from "./report-words.ts";
import { type RunState, runState } from "./run-state.ts";
import { nextSlot } from "./slots.ts";
import { timetableOf } from "./timetable-of.ts";

/** A run as people see it. */
export type RunView = Pick<JobRun, "slot" | "claimedAt" | "durationMs" | "isCatchingUp"> & {
  state: RunState;
  /** What came of it, in words; empty where there was nothing to do. */
  report: string;
};

export type JobView = JobDescription & {
  nextAt: Instant;
  /** Null before its first run. */
  latest: RunView | null;
  failing: number;
};

type Asked = { workspace: Workspace; now: Instant };

/** Returns every job with its latest run, what is next and how much of it fails. */
export async function jobsView(db: Db, jobs: readonly JobDescription[], { workspace, now }: Asked): Promise<JobView[]> {
  const failures = Map.groupBy(await listFailures(db, workspace.id), ({ job }) => job);
  return Promise.all(
    jobs.map(async (job) => {
      const [latest] = await listRuns(db, workspace.id, { name: job.name, limit: 1 });
      return viewOf(job, { workspace, now, latest, failing: failures.get(job.name)?.length ?? 0 });
    }),
  );
}

type Known = Asked & { latest: JobRun | undefined; failing: number };

function viewOf(job: JobDescription, { workspace, now, latest, failing }: Known): JobView {
  const { name, cron, summary, zone, everySeconds } = job;
  return {
    ...{ name, cron, summary },
    ...(zone && { zone }),
    ...(everySeconds && { everySeconds }),
    nextAt: nextSlot(timetableOf(job, workspace), now),
    latest: latest ? runView(latest, now) : null,
    failing,
  };
}

function runView(run: JobRun, now: Instant): RunView {
  const { slot, claimedAt, durationMs, isCatchingUp, report } = run;
  return { slot, claimedAt, durationMs, isCatchingUp, state: runState(run, now), report: reportWords(report) };
}

/** One job with what fails and a page of its runs, the newest first. */
export type JobHistory = { job: JobView; failures: JobFailure[]; runs: RunView[]; next: RunPlace | null };

/** Returns what is known of one job; undefined where there is none of that name. */
export async function jobHistory(
  db: Db,
  jobs: readonly JobDescription[],
  { name, after, limit, ...asked }: Asked & { name: string; after: RunPlace | null; limit: number },
): Promise<JobHistory | undefined> {
  const job = jobs.find((each) => each.name === name);
  if (!job) return undefined;
  const workspaceId = asked.workspace.id;
  const [failures, [latest], found] = await Promise.all([
    listFailures(db, workspaceId, name),
    listRuns(db, workspaceId, { name, limit: 1 }),
    listRuns(db, workspaceId, { name, after, limit: limit + 1 }),
  ]);
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    job: viewOf(job, { ...asked, latest, failing: failures.length }),
    failures,
    runs: shown.map((run) => runView(run, asked.now)),
    next: last && found.length > limit ? { claimedAt: last.claimedAt, name, slot: last.slot } : null,
  };
}
