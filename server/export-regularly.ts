import { clearExportFiles } from "#app/exports/export-files.server.ts";
import { type RunningExports, runNextExport, takeOverExports } from "#app/exports/run-export.server.ts";
import { eachSecond } from "./each-second.ts";

type Parts = Omit<RunningExports, "now" | "signal">;

const secondsBetweenClearings = 60;

/** Looks every second for an export that waits and makes it, one at a time, in a thread beside this one. */
export function exportRegularly(parts: Parts): { stop(): Promise<void> } {
  const { db, folder, logFault } = parts;
  const now = () => new Date().toISOString();
  let round = 0;
  const work = async (signal: AbortSignal) => {
    await takeOverExports(db, now());
    while (!signal.aborted && (await runNextExport({ ...parts, now, signal })) !== null);
    if (round % secondsBetweenClearings === 0) await clearExportFiles(db, folder, now());
    round += 1;
  };
  // Another server goes on with it, so nobody is told.
  return eachSecond({ work, name: "make exports", stopped: "The server was stopped.", logFault });
}
