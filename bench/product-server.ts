// The product as people run it, as a process of its own that tells its parent the port and answers "rss" with its size.

import { readEnv } from "#app/env.server.ts";
import { startServer } from "#server/main.ts";

const { url } = await startServer(readEnv(process.env), { isDemo: false, isDev: false });
process.on("message", () => process.send?.({ rss: process.memoryUsage.rss() }));
process.send?.({ port: Number(new URL(url).port) });
// Whoever started it may have failed.
process.on("disconnect", () => process.exit());
