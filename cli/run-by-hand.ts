import type { VerifyTask } from "#app/audit/verdict.ts";
import { verifyAll } from "#app/audit/verify-all.server.ts";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import type { JobRunner } from "#app/job-runs/job-runner.server.ts";
import { runByHand as runAsked } from "#app/job-runs/run-by-hand.server.ts";
import { createMailer } from "#app/mail/mailer.server.ts";
import { createOutside } from "#app/webhooks/outside.server.ts";
import { jobs } from "#jobs/list.ts";
import { type RunResult, runClaimed } from "#jobs/run-job.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import type { Console } from "./with-database.ts";
import { WrongUse } from "./wrong-use.ts";

/**
 * Runs a job for a workspace outside of its slots.
 * @throws WrongUse when there is no such job or workspace, and Refused while it runs already.
 */
export async function runByHand(
  { env, database: { db }, now }: Console,
  name: string,
  idOrSlug: string | undefined,
): Promise<RunResult> {
  const job = jobs.find((candidate) => candidate.name === name);
  if (!job) throw new WrongUse(`there is no job "${name}"; the jobs are ${jobs.map((each) => each.name).join(", ")}`);
  const workspace = await chooseWorkspace(db, idOrSlug);
  const mailer = createMailer(env);
  // Standard output is the result's alone.
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object, sentence: string) => console.error(sentence, fields),
  };
  try {
    const tools = {
      db,
      verify: (task: VerifyTask) => verifyAll(db, task),
      publicUrl: env.PUBLIC_URL,
      mailer,
      secrets: openSecretBox(env.SECRET_KEY_FILE),
      outside: createOutside({ allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS }),
      log,
      ending: new AbortController().signal,
    };
    let running: Promise<RunResult> | null = null;
    const runner: JobRunner = {
      jobs,
      run: async (asked) => {
        running = runClaimed(job, tools, { ...asked, isCatchingUp: false });
        await running;
      },
    };
    await runAsked(db, runner, { workspace, name, item: null, actor: { kind: "console", id: null }, now });
    if (running === null) throw new Error(`${name} was claimed and did not begin`);
    return await running;
  } finally {
    mailer?.close();
  }
}
