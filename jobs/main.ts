import { type ScheduledTask, schedule } from "node-cron";
import { verifyInThread } from "#app/audit/verify-in-thread.server.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Env } from "#app/env.server.ts";
import type { AskedRun, JobRunner } from "#app/job-runs/job-runner.server.ts";
import { createMailer, type Mailer } from "#app/mail/mailer.server.ts";
import { createOutside } from "#app/webhooks/outside.server.ts";
import type { Database } from "#db/connect.ts";
import { Ending } from "./each-due.ts";
import type { Job, JobLog, JobTools } from "./job.ts";
import { keepJobClock } from "./job-clock.ts";
import { jobs } from "./list.ts";
import { runDue } from "./run-due.ts";
import { runClaimed } from "./run-job.ts";

type Parts = {
  database: Database;
  env: Pick<Env, "DATABASE_URL" | "SMTP_URL" | "MAIL_FROM" | "PUBLIC_URL" | "WEBHOOK_ALLOWED_NETWORKS">;
  secrets: SecretBox;
  log: JobLog;
  /** Another one only in tests; otherwise the SMTP server of the environment. */
  mailer?: Mailer | null;
  now?(): string;
};

export type Jobs = {
  /** For whoever shows the jobs, or lets one run; also before the clock does. */
  runner: JobRunner;
  start(): void;
  /** Starts nothing more and resolves when what runs has come to a place where it can stop. */
  stop(): Promise<void>;
};

/**
 * Keeps the jobs going: each wakes every minute, or every few seconds, and runs the latest slot of its cron expression that
 * nobody has run. The timer only wakes, the database says what is due; so a slot that was slept through is caught up, once,
 * at the start or within a minute.
 */
export function createJobs({ database, env, secrets, log, mailer, now = () => new Date().toISOString() }: Parts): Jobs {
  const ownMailer = mailer === undefined ? createMailer(env) : mailer;
  const ending = new AbortController();
  const tools: JobTools = {
    db: database.db,
    verify: (task) => verifyInThread({ ...task, databaseUrl: env.DATABASE_URL, signal: ending.signal }),
    publicUrl: env.PUBLIC_URL,
    mailer: ownMailer,
    secrets,
    outside: createOutside({ allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS }),
    log,
    ending: ending.signal,
  };
  const clock = keepJobClock(database.db, log);
  const underWay = new Set<Promise<void>>();
  const busy = new Set<Job>();

  const keep = (job: Job, work: Promise<unknown>): Promise<void> => {
    const turn = work.then(
      () => undefined,
      (fault: unknown) => {
        if (!(fault instanceof Ending)) log.error({ job: job.name, err: fault }, "a job did not run");
      },
    );
    underWay.add(turn);
    return turn.finally(() => underWay.delete(turn));
  };
  const wake = async (job: Job) => {
    if (ending.signal.aborted || busy.has(job)) return;
    busy.add(job);
    await keep(job, runDue(job, tools, now(), clock)).finally(() => busy.delete(job));
  };
  const catchUp = async () => {
    for (const job of jobs) await wake(job);
  };
  let tasks: ScheduledTask[] = [];
  let caughtUp: Promise<void> | null = null;

  return {
    runner: { jobs, run: (asked) => runAsked(asked, tools, keep) },
    start: () => {
      tasks = jobs.map((job) => wakeRegularly(job, () => wake(job)));
      caughtUp = catchUp();
    },
    stop: async () => {
      ending.abort();
      await Promise.all(tasks.map((task) => task.destroy()));
      await caughtUp;
      await Promise.all(underWay);
      ownMailer?.close();
    },
  };
}

function wakeRegularly({ name, everySeconds }: Job, wake: () => Promise<void>): ScheduledTask {
  const cron = everySeconds === undefined ? "* * * * *" : `*/${everySeconds} * * * * *`;
  return schedule(cron, wake, { name, timezone: "Etc/UTC", suppressMissedWarning: true });
}

/** Runs what somebody asked for beside what the clock asks for; acting on each item once is the job's own care. */
async function runAsked(
  asked: AskedRun,
  tools: JobTools,
  keep: (job: Job, work: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const job = jobs.find(({ name }) => name === asked.name);
  if (!job) throw new Error(`there is no job "${asked.name}"`);
  await keep(job, runClaimed(job, tools, { ...asked, isCatchingUp: false }));
}
