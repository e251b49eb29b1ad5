import { endSilentVerifications, runNextVerification, serverStopped } from "#app/audit/run-verification.server.ts";
import type { Db } from "#db/connect.ts";
import { eachSecond } from "./each-second.ts";

type Parts = { db: Db; databaseUrl: string; logFault(fault: unknown, where: string): void };

/** Looks every second for a walk along the log that waits and makes it, one at a time, in a thread beside this one. */
export function verifyRegularly({ db, databaseUrl, logFault }: Parts): { stop(): Promise<void> } {
  const now = () => new Date().toISOString();
  const work = async (signal: AbortSignal) => {
    await endSilentVerifications(db, now());
    while (!signal.aborted && (await runNextVerification({ db, databaseUrl, now, signal })) !== null);
  };
  return eachSecond({ work, name: "verify the log", stopped: serverStopped, logFault });
}
