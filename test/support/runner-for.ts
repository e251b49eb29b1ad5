import type { JobRunner } from "#app/job-runs/job-runner.server.ts";
import { jobs } from "#jobs/list.ts";
import { runClaimed } from "#jobs/run-job.ts";
import type { TestDatabase } from "./databases.ts";
import { jobContext } from "./job-context.ts";

/** Runs jobs on a test database for whoever asks for them, as the server does. */
export function runnerFor(database: Pick<TestDatabase, "db">): JobRunner {
  return {
    jobs,
    run: async (asked) => {
      const job = jobs.find(({ name }) => name === asked.name);
      if (job) await runClaimed(job, jobContext(database), { ...asked, isCatchingUp: false });
    },
  };
}
