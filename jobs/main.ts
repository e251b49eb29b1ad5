import { schedule } from "node-cron";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Env } from "#app/env.server.ts";
import { createMailer, type Mailer } from "#app/mail/mailer.server.ts";
import type { Database } from "#db/connect.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import type { Job, JobContext, JobLog } from "./job.ts";
import { latestSlot } from "./latest-slot.ts";
import { jobs } from "./list.ts";
import { runJob } from "./run-job.ts";

type Start = {
  database: Database;
  env: Pick<Env, "SMTP_URL" | "MAIL_FROM" | "PUBLIC_URL">;
  secrets: SecretBox;
  log: JobLog;
  /** Another one only in tests; otherwise the SMTP server of the environment. */
  mailer?: Mailer | null;
  now?(): string;
};

export type RunningJobs = {
  /** Starts nothing more and resolves when what runs has finished. */
  stop(): Promise<void>;
};

/**
 * Keeps the jobs going: each wakes every minute and runs the latest slot of its cron expression that nobody has run.
 * The timer only wakes, the database says what is due; so a slot that was slept through is caught up, once, at the
 * start or within a minute.
 */
export function startJobs({
  database,
  env,
  secrets,
  log,
  mailer,
  now = () => new Date().toISOString(),
}: Start): RunningJobs {
  const ownMailer = mailer === undefined ? createMailer(env) : mailer;
  const context: JobContext = {
    db: database.db,
    publicUrl: env.PUBLIC_URL,
    mailer: ownMailer,
    secrets,
    log,
    isCatchingUp: false,
  };
  const underWay = new Set<Promise<void>>();
  let isStopped = false;

  const wake = async (job: Job) => {
    if (isStopped) return;
    const turn = runDue(job, context, now()).catch((fault) =>
      log.error({ job: job.name, err: fault }, "a job did not start"),
    );
    underWay.add(turn);
    await turn.finally(() => underWay.delete(turn));
  };
  const tasks = jobs.map((job) =>
    schedule("* * * * *", () => wake(job), {
      name: job.name,
      timezone: "Etc/UTC",
      noOverlap: true,
      suppressMissedWarning: true,
    }),
  );
  const caughtUp = (async () => {
    for (const job of jobs) await wake(job);
  })();

  return {
    stop: async () => {
      isStopped = true;
      await Promise.all(tasks.map((task) => task.destroy()));
      await Promise.all([caughtUp, ...underWay]);
      ownMailer?.close();
    },
  };
}

/** Runs the latest slot of a job in every workspace in which nobody has run it yet. */
export async function runDue(job: Job, context: JobContext, now: string): Promise<void> {
  const slot = latestSlot(job.cron, now);
  for (const workspace of await listWorkspaces(context.db)) {
    const result = await runJob(job, context, { workspace, slot, now });
    if (result?.outcome === "done")
      context.log.info({ job: job.name, workspaceId: workspace.id, slot, ...result.report }, "a job ran");
  }
}
