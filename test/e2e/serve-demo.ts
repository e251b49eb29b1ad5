// Serves a demo that lies prepared in DATA_DIR, as `mfa-register demo` does once it has made it.

import { startServer } from "#server/main.ts";
import { demoEnv } from "../../cli/prepare-demo.ts";

await startServer(demoEnv(), { isDemo: true, isDev: false });
