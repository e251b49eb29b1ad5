// Decisions and jobs in one process and on one connection, as the product has them; it runs every job once when it is told to.

import { verifyAll } from "#app/audit/verify-all.server.ts";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import { readEnv } from "#app/env.server.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { createOutside } from "#app/webhooks/outside.server.ts";
import { openDatabase } from "#db/connect.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import type { JobTools } from "#jobs/job.ts";
import { jobs } from "#jobs/list.ts";
import { runJob } from "#jobs/run-job.ts";
import { createHttpServer } from "#server/http-server.ts";
import { listen } from "#server/listen.ts";
import { openLog } from "#server/logger.ts";

/** How long one job took, and what it reported. */
export type JobTime = { name: string; milliseconds: number; outcome: string; report: object };

const env = readEnv(process.env);
const log = openLog(env.LOG_LEVEL);
const database = openDatabase(env.DATABASE_URL);
const logFault = (fault: unknown) => log.error({ err: fault }, "fault");
const server = createHttpServer({
  db: database.db,
  decider: createDecider(database, { logFault }),
  publicUrl: new URL(env.PUBLIC_URL),
  logFault,
  answerRest: (_request, response) => void response.writeHead(404).end(),
});

const tools: JobTools = {
  db: database.db,
  verify: (task) => verifyAll(database.db, task),
  publicUrl: env.PUBLIC_URL,
  // How fast mail leaves is up to whoever takes it.
  mailer: null,
  secrets: openSecretBox(env.SECRET_KEY_FILE),
  outside: createOutside({ allowedNetworks: [] }),
  log,
  ending: new AbortController().signal,
};

async function runAll(now: string): Promise<JobTime[]> {
  const times: JobTime[] = [];
  for (const workspace of await listWorkspaces(database.db))
    for (const job of jobs) {
      const started = performance.now();
      const result = await runJob(job, tools, { workspace, slot: now, now });
      const { outcome = "not run", report = {} } = result ?? {};
      times.push({ name: job.name, milliseconds: performance.now() - started, outcome, report });
    }
  return times;
}

process.on("message", async () => process.send?.(await runAll(new Date().toISOString())));
process.on("disconnect", () => process.exit());
await listen(server, { host: env.HOST, port: env.PORT });
process.send?.({ port: env.PORT });
