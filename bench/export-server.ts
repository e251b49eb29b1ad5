// Decisions and exports in one process and on one connection, as the product has them; it answers "rss" with its size.

import { readEnv } from "#app/env.server.ts";
import { openExportsFolder } from "#app/exports/export-files.server.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { openDatabase } from "#db/connect.ts";
import { exportRegularly } from "#server/export-regularly.ts";
import { createHttpServer } from "#server/http-server.ts";
import { keepHeapSmall } from "#server/keep-heap-small.ts";
import { listen } from "#server/listen.ts";
import { openLog } from "#server/logger.ts";

keepHeapSmall();
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
exportRegularly({
  db: database.db,
  databaseUrl: env.DATABASE_URL,
  secretKeyFile: env.SECRET_KEY_FILE,
  publicUrl: env.PUBLIC_URL,
  folder: openExportsFolder(env.DATA_DIR),
  logFault,
});

process.on("message", () => process.send?.({ rss: process.memoryUsage.rss() }));
process.on("disconnect", () => process.exit());
await listen(server, { host: env.HOST, port: env.PORT });
process.send?.({ port: env.PORT });
