import { openSecretBox } from "#app/auth/secret-box.server.ts";
import { createMailer } from "#app/mail/mailer.server.ts";
import { createOutside } from "#app/webhooks/outside.server.ts";
import { jobs } from "#jobs/list.ts";
import { type RunResult, runJob } from "#jobs/run-job.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import type { Console } from "./with-database.ts";
import { WrongUse } from "./wrong-use.ts";

/**
 * Runs a job for a workspace outside of its slots.
 * @throws WrongUse when there is no such job or workspace.
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
    const result = await runJob(
      job,
      {
        db,
        publicUrl: env.PUBLIC_URL,
        mailer,
        secrets: openSecretBox(env.SECRET_KEY_FILE),
        outside: createOutside({ allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS }),
        log,
        ending: new AbortController().signal,
      },
      { workspace, slot: `by hand ${now}`, now },
    );
    if (!result) throw new Error(`somebody else ran ${name} by hand at this very instant`);
    return result;
  } finally {
    mailer?.close();
  }
}
