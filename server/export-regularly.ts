import { clearExportFiles } from "#app/exports/export-files.server.ts";
import { type RunningExports, runNextExport, takeOverExports } from "#app/exports/run-export.server.ts";

type Parts = Omit<RunningExports, "now" | "signal">;

const aSecond = 1000;
const secondsBetweenClearings = 60;

/** Looks every second for an export that waits and makes it, one at a time, in a thread beside this one. */
export function exportRegularly(parts: Parts): { stop(): Promise<void> } {
  const { db, folder, logFault } = parts;
  const ending = new AbortController();
  const now = () => new Date().toISOString();
  let underWay: Promise<void> | null = null;
  let round = 0;

  async function makeWaiting(): Promise<void> {
    await takeOverExports(db, now());
    while (!ending.signal.aborted && (await runNextExport({ ...parts, now, signal: ending.signal })) !== null);
    if (round % secondsBetweenClearings === 0) await clearExportFiles(db, folder, now());
    round += 1;
  }

  const timer = setInterval(() => {
    underWay ??= makeWaiting()
      .catch((fault: unknown) => logFault(fault, "make exports"))
      .finally(() => {
        underWay = null;
      });
  }, aSecond);
  return {
    stop: async () => {
      clearInterval(timer);
      ending.abort();
      await underWay;
    },
  };
}
