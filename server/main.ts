import type { Express } from "express";
import { offeringDecider } from "#app/access-requests/offering-decider.server.ts";
import { openAttachments } from "#app/attachments/open-attachments.server.ts";
import type { RelyingParty } from "#app/auth/relying-party.ts";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import type { Env } from "#app/env.server.ts";
import { openExportsFolder } from "#app/exports/export-files.server.ts";
import { createMailbox } from "#app/mail/mailbox.server.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { createOwnDecider } from "#app/signins/own-decider.server.ts";
import { sealStreams, unsealedHeads } from "#app/signins/seal-streams.server.ts";
import { createOutside } from "#app/webhooks/outside.server.ts";
import { type Database, openDatabase } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { createJobs } from "#jobs/main.ts";
import { announce } from "./announce.ts";
import { ensureFirstWorkspace } from "./ensure-first-workspace.ts";
import { exportRegularly } from "./export-regularly.ts";
import { fillMailbox } from "./fill-mailbox.ts";
import { gatherRegularly } from "./gather-regularly.ts";
import { createHttpServer } from "./http-server.ts";
import { keepHeapSmall } from "./keep-heap-small.ts";
import { listen } from "./listen.ts";
import { openLog } from "./logger.ts";
import { replayRegularly } from "./replay-regularly.ts";
import { sealRegularly } from "./seal-regularly.ts";
import { stopHttpServer } from "./stop-http-server.ts";
import { stopOnSignal } from "./stop-on-signal.ts";
import { verifyRegularly } from "./verify-regularly.ts";
import { createWebApp } from "./web-app.ts";

export type RunningServer = {
  /** Where it listens, as http://127.0.0.1:3000. */
  url: string;
  /** Finishes what is running, seals what was decided and closes the database. */
  stop(): Promise<void>;
};

type Mode = { isDemo: boolean; isDev: boolean };

/** How long a request that is running may take to end once the server is told to stop. */
const mostMsToFinish = 8_000;

/**
 * Starts the register: brings the database up to date, listens, says where, and stops at SIGTERM or SIGINT.
 * @throws when something does not allow it: database out of reach, port taken, screens not built.
 */
export async function startServer(env: Env, mode: Mode): Promise<RunningServer> {
  keepHeapSmall();
  const database = openDatabase(env.DATABASE_URL);
  try {
    const now = new Date().toISOString();
    await migrate(database.db);
    await ensureFirstWorkspace(database.db, now);
    await sealStreams(database.db, await unsealedHeads(database.db), now);
    const running = await serve(env, mode, database);
    stopOnSignal(running.stop);
    return running;
  } catch (fault) {
    await database.close();
    throw fault;
  }
}

async function serve(env: Env, { isDemo, isDev }: Mode, database: Database): Promise<RunningServer> {
  const { db } = database;
  const log = openLog(env.LOG_LEVEL);
  const logFault = (fault: unknown, where: string) => log.error({ err: fault, where }, "fault");
  const logAccess = (fault: unknown) => logFault(fault, "access");
  const decider = createDecider(database, { logFault: (fault) => logFault(fault, "decide") });
  const ownSignIns = createOwnDecider(db);
  const secrets = openSecretBox(env.SECRET_KEY_FILE);
  const mailbox = isDemo ? createMailbox(env) : null;
  const jobs = createJobs({ database, env, secrets, log, ...(mailbox && { mailer: mailbox }) });
  const context = {
    db,
    ownSignIns,
    publicUrl: new URL(env.PUBLIC_URL),
    relyingParty: {
      id: env.WEBAUTHN_RP_ID,
      origins: [env.PUBLIC_URL, ...env.FRONT_END_ORIGINS],
    } satisfies RelyingParty,
    secrets,
    outside: createOutside({ allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS }),
    attachments: openAttachments(env, new Date().toISOString()),
    exportsFolder: openExportsFolder(env.DATA_DIR),
    sendsMail: env.SMTP_URL !== undefined || isDemo,
    takesAccessRequests: env.ACCESS_REQUESTS === "on",
    isDemo,
    mailbox,
    runner: jobs.runner,
    logFault,
  };

  // Decisions are answered from the first moment; pages wait for the second that loading them takes.
  let webApp: Express | null = null;
  const loading = createWebApp({ env, log, context, isDev });
  const server = createHttpServer({
    db,
    decider: context.takesAccessRequests ? offeringDecider(decider, { ...context, logFault: logAccess }) : decider,
    publicUrl: context.publicUrl,
    takesAccessRequests: context.takesAccessRequests,
    logFault: logAccess,
    answerRest: (request, response) => {
      if (webApp !== null) webApp(request, response);
      else loading.then((app) => app(request, response)).catch(() => response.destroy());
    },
  });
  const [url] = await Promise.all([listen(server, { host: env.HOST, port: env.PORT }), loading.catch(() => undefined)]);
  try {
    webApp = await loading;
  } catch (fault) {
    await stopHttpServer(server, 0);
    throw fault;
  }
  const sealing = sealRegularly(db, [decider, ownSignIns], logFault);
  const gathering = gatherRegularly({ db, decider, logFault });
  const replays = replayRegularly({ db, databaseUrl: env.DATABASE_URL, logFault });
  const exports = exportRegularly({
    ...{ db, databaseUrl: env.DATABASE_URL, secretKeyFile: env.SECRET_KEY_FILE, publicUrl: env.PUBLIC_URL },
    ...{ folder: context.exportsFolder, logFault },
  });
  const verifications = verifyRegularly({ db, databaseUrl: env.DATABASE_URL, logFault });
  jobs.start();
  if (mailbox) fillMailbox(mailbox, context).catch((fault: unknown) => logFault(fault, "mailbox"));
  log.info({ url }, "listening");
  await announce(db, { publicUrl: context.publicUrl, isDemo, now: new Date().toISOString() });

  const stop = async () => {
    log.info("stopping");
    await Promise.all([
      stopHttpServer(server, mostMsToFinish),
      jobs.stop(),
      gathering.stop(),
      replays.stop(),
      exports.stop(),
      verifications.stop(),
    ]);
    await decider.settled();
    await sealing.stop();
    await database.close();
    log.info("stopped");
  };
  let stopping: Promise<void> | null = null;
  return {
    url,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
