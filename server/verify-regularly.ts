import { endSilentVerifications, runNextVerification, serverStopped } from "#app/audit/run-verification.server.ts";
import type { Db } from "#db/connect.ts";

type Parts = { db: Db; databaseUrl: string; logFault(fault: unknown, where: string): void };

const aSecond = 1000;

/** Looks every second for a walk along the log that waits and makes it, one at a time, in a thread beside this one. */
export function verifyRegularly({ db, databaseUrl, logFault }: Parts): { stop(): Promise<void> } {
  const ending = new AbortController();
  const now = () => new Date().toISOString();
  let underWay: Promise<void> | null = null;

  async function runWaiting(): Promise<void> {
    await endSilentVerifications(db, now());
    while (
      !ending.signal.aborted &&
      (await runNextVerification({ db, databaseUrl, now, signal: ending.signal })) !== null
    );
  }

  const timer = setInterval(() => {
    underWay ??= runWaiting()
      .catch((fault: unknown) => logFault(fault, "verify the log"))
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
