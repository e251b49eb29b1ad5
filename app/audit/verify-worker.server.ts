// Started as a thread: walks the log on a connection of its own that cannot write, and tells the main thread how far it is.

import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "#db/connect.ts";
import type { ChainProgress, Verdict, VerifyTask } from "./verdict.ts";
import { verifyAll } from "./verify-all.server.ts";

export type VerifyWorkerTask = VerifyTask & { databaseUrl: string };
export type VerifyWorkerMessage = { progress: ChainProgress } | { verdict: Verdict };

const tellEveryMs = 250;

async function work({ databaseUrl, ...task }: VerifyWorkerTask, tell: (message: VerifyWorkerMessage) => void) {
  const reader = openReader(databaseUrl);
  let toldAt = 0;
  try {
    const verdict = await verifyAll(reader.db, task, (progress) => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      tell({ progress });
    });
    tell({ verdict });
  } finally {
    await reader.close();
  }
}

const port = parentPort;
if (port === null) throw new Error("the verify worker was loaded by a main thread, expected a thread of its own");
await work(workerData as VerifyWorkerTask, (message) => port.postMessage(message)); // cast: verify-in-thread.server.ts gives it
