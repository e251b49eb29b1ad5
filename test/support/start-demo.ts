import { type RunningServer, startServer } from "./start-server.ts";

/** Starts the demo as a process of its own on a free port, in a folder of its own. */
export function startDemo(): Promise<RunningServer> {
  return startServer({ command: "demo" });
}
