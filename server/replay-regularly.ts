import { endSilentReplays, runNextReplay, serverStopped } from "#app/replays/run-replay.server.ts";
import type { Db } from "#db/connect.ts";
import { eachSecond } from "./each-second.ts";

type Parts = { db: Db; databaseUrl: string; logFault(fault: unknown, where: string): void };

/** Looks every second for a replay that waits and runs it, one at a time, in a thread beside this one. */
export function replayRegularly({ db, databaseUrl, logFault }: Parts): { stop(): Promise<void> } {
  const now = () => new Date().toISOString();
  const work = async (signal: AbortSignal) => {
    await endSilentReplays(db, now());
    while (!signal.aborted && (await runNextReplay({ db, databaseUrl, now, signal })) !== null);
  };
  return eachSecond({ work, name: "run replays", stopped: serverStopped, logFault });
}
