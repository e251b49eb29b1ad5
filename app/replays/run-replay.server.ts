import { Worker } from "node:worker_threads";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { type ClaimedReplay, claimReplay, insertReplayChanges, listSilentReplays, noteProgress } from "#db/replays.ts";
import { endAndRecord } from "./end-replay.server.ts";
import type { ReplayProgress, ReplayResult } from "./replay-decisions.server.ts";
import type { WorkerMessage, WorkerTask } from "./replay-worker.server.ts";
import { newTally } from "./tally.ts";

type Running = {
  db: Db;
  databaseUrl: string;
  now(): Instant;
  /** Aborted when the server stops. */
  signal: AbortSignal;
};

const noteEveryMs = 1000;
const silentAfterMs = 60_000;
const changesAtOnce = 250;
/** What the record of a replay says whose server went away. */
export const serverStopped = "The server was stopped.";

const workerFile = new URL("./replay-worker.server.ts", import.meta.url);

/** Runs the replay that has waited longest, to its end; null when none waits. */
export async function runNextReplay(running: Running): Promise<string | null> {
  const { db, now } = running;
  const replay = await claimReplay(db, now());
  if (!replay) return null;
  try {
    const result = await runInThread(replay, running);
    if (result === "cancelled") return replay.id;
    await keepResult(db, replay, result, now());
  } catch (fault) {
    await fail(db, replay, fault instanceof Error ? fault.message : String(fault), now());
  }
  return replay.id;
}

/** Ends the replays whose process has ended under them. */
export async function endSilentReplays(db: Db, now: Instant): Promise<void> {
  const before = new Date(Date.parse(now) - silentAfterMs).toISOString();
  for (const replay of await listSilentReplays(db, before)) await fail(db, replay, serverStopped, now);
}

/** Runs a replay beside everything else, notes every second how far it is, and stops when somebody has cancelled it. */
async function runInThread(replay: ClaimedReplay, running: Running): Promise<ReplayResult | "cancelled"> {
  const { workspaceId, id, fromAt: from, toAt: to, trial } = replay;
  const { db, databaseUrl, now, signal } = running;
  const worker = new Worker(workerFile, {
    workerData: { databaseUrl, workspaceId, from, to, trial } satisfies WorkerTask,
  });
  let last: Omit<ReplayProgress, "total"> & { total: number | null } = {
    done: 0,
    total: null,
    counts: newTally().counts(),
  };
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    signal.throwIfAborted();
    return await new Promise((resolve, reject) => {
      worker.on("message", (message: WorkerMessage) => {
        if ("result" in message) resolve(message.result);
        else last = message.progress;
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("The replay ended before it was done.")));
      signal.addEventListener("abort", () => reject(signal.reason), over);
      timer = setInterval(() => {
        noteProgress(db, { workspaceId, id, ...last }, now()).then((goesOn) => {
          if (!goesOn) resolve("cancelled");
        }, reject);
      }, noteEveryMs);
    });
  } finally {
    clearInterval(timer);
    over.abort();
    await worker.terminate();
  }
}

/** Writes down what a replay has found, which ends it. */
export async function keepResult(
  db: Db,
  replay: Pick<ClaimedReplay, "workspaceId" | "id">,
  { changes, ...progress }: ReplayResult,
  now: Instant,
): Promise<void> {
  const { workspaceId, id } = replay;
  // In pieces, so that decisions do not wait for all of it.
  for (let start = 0; start < changes.length; start += changesAtOnce)
    await insertReplayChanges(db, replay, changes.slice(start, start + changesAtOnce));
  await noteProgress(db, { workspaceId, id, ...progress }, now);
  await endAndRecord(db, { workspaceId, id }, { state: "done", judged: progress.counts.judged, fault: null }, now);
}

async function fail(
  db: Db,
  replay: Pick<ClaimedReplay, "workspaceId" | "id">,
  fault: string,
  now: Instant,
): Promise<void> {
  await endAndRecord(db, replay, { state: "failed", judged: 0, fault }, now);
}
