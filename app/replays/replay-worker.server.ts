// Started as a thread: reads on a connection of its own that cannot write, and tells the main thread, which does.

import { parentPort, workerData } from "node:worker_threads";
import { openReader } from "#db/connect.ts";
import { type ReplayProgress, type ReplayResult, type ReplayTask, replayDecisions } from "./replay-decisions.server.ts";

export type WorkerTask = ReplayTask & { databaseUrl: string };
export type WorkerMessage = { progress: ReplayProgress } | { result: ReplayResult };

const tellEveryMs = 250;

async function work({ databaseUrl, ...task }: WorkerTask, tell: (message: WorkerMessage) => void): Promise<void> {
  const reader = openReader(databaseUrl);
  let toldAt = 0;
  try {
    const result = await replayDecisions(reader.db, task, (progress) => {
      if (performance.now() - toldAt < tellEveryMs) return;
      toldAt = performance.now();
      tell({ progress });
    });
    tell({ result });
  } finally {
    await reader.close();
  }
}

const port = parentPort;
if (port === null) throw new Error("the replay worker was loaded by a main thread, expected a thread of its own");
await work(workerData as WorkerTask, (message) => port.postMessage(message)); // cast: run-replay.server.ts gives it
