import { endSilentReplays, runNextReplay, serverStopped } from "#app/replays/run-replay.server.ts";
import type { Db } from "#db/connect.ts";

type Parts = { db: Db; databaseUrl: string; logFault(fault: unknown, where: string): void };

const aSecond = 1000;

/** Looks every second for a replay that waits and runs it, one at a time, in a thread beside this one. */
export function replayRegularly({ db, databaseUrl, logFault }: Parts): { stop(): Promise<void> } {
  const ending = new AbortController();
  const now = () => new Date().toISOString();
  let underWay: Promise<void> | null = null;

  async function runWaiting(): Promise<void> {
    await endSilentReplays(db, now());
    while (!ending.signal.aborted && (await runNextReplay({ db, databaseUrl, now, signal: ending.signal })) !== null);
  }

  const timer = setInterval(() => {
    underWay ??= runWaiting()
      .catch((fault: unknown) => logFault(fault, "run replays"))
      .finally(() => {
        underWay = null;
      });
  }, aSecond);
  return {
    stop: async () => {
      clearInterval(timer);
      ending.abort(new Error(serverStopped));
      await underWay;
    },
  };
}
