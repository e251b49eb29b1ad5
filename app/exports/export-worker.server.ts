// Started as a thread: reads on a connection of its own that cannot write, makes the file, and tells the main thread.

import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import { Refused } from "#app/register/refused.ts";
import { openReader } from "#db/connect.ts";
import { type FileProgress, type FileTask, type MadeFile, makeFile } from "./make-file.server.ts";
import type { Reading } from "./source.server.ts";

export type WorkerTask = FileTask & {
  databaseUrl: string;
  secretKeyFile: string;
  publicUrl: string;
  reading: Omit<Reading, "db">;
};
/** `refusal` is what whoever asked is told; anything else that goes wrong is thrown. */
export type WorkerMessage = { progress: FileProgress } | { made: MadeFile } | { refusal: string };

const tellEveryMs = 200;

async function work(
  { databaseUrl, secretKeyFile, publicUrl, reading, ...task }: WorkerTask,
  tell: (message: WorkerMessage) => void,
): Promise<void> {
  const reader = openReader(databaseUrl);
  let toldAt = 0;
  try {
    const made = await makeFile(task, {
      ...{ reading: { ...reading, db: reader.db }, secrets: openSecretBox(secretKeyFile), publicUrl },
      // Whoever started this thread ends it.
      signal: new AbortController().signal,
      tell: (progress) => {
        if (performance.now() - toldAt < tellEveryMs) return;
        toldAt = performance.now();
        tell({ progress });
      },
    });
    tell({ made });
  } catch (caught) {
    if (!(caught instanceof Refused)) throw caught;
    tell({ refusal: caught.message });
  } finally {
    await reader.close();
  }
}

/** Lets everything else go first, sign-ins above all. Linux alone tells a thread which one it is. */
function stepBack(): void {
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Elsewhere it runs as everything does.
  }
}

const port = parentPort;
if (port === null) throw new Error("the export worker was loaded by a main thread, expected a thread of its own");
stepBack();
await work(workerData as WorkerTask, (message) => port.postMessage(message)); // cast: run-export.server.ts gives it
