import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { type RunningServer, startServer } from "#test/support/start-server.ts";

const program = fileURLToPath(new URL("./serve-demo.ts", import.meta.url));

/** Starts a demo of one's own, on a copy of the one that the run has made: making it takes twice as long as all the rest. */
export function startDemo(): Promise<RunningServer> {
  return startServer({ program, dataFrom: inject("demoFolder") });
}
