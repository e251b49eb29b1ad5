import { rm } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { openSecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { workspaceKey } from "#app/signing/workspace-key.server.ts";
import { threadLimits } from "#app/thread-limits.ts";
import type { Db } from "#db/connect.ts";
import {
  claimExport,
  listSilentExports,
  noteExportProgress,
  noteExportRoles,
  requeueExport,
  requeueLostExport,
} from "#db/export-work.ts";
import { gatherRecent } from "#db/gather-sign-ins.ts";
import { findUser, rolesOf } from "#db/users.ts";
import { failExport, recordMade } from "./end-export.server.ts";
import type { Export } from "./export.ts";
import { fileOf, keepFile, partialOf } from "./export-files.server.ts";
import { exportKindFacts, kindsOfSignIns, resumableFormats } from "./export-kinds.ts";
import type { WorkerMessage, WorkerTask } from "./export-worker.server.ts";
import type { FileProgress, MadeFile } from "./make-file.server.ts";

export type RunningExports = {
  db: Db;
  databaseUrl: string;
  secretKeyFile: string;
  publicUrl: string;
  /** Where the files lie. */
  folder: string;
  now(): Instant;
  /** Aborted when the server stops. */
  signal: AbortSignal;
  logFault(fault: unknown, where: string): void;
};

const noteEveryMs = 1000;
/** Another process, or the same one after a restart, takes over from one of which nothing was heard for so long. */
const silentAfterMs = 15_000;
const mostLost = 5;

type Ended = MadeFile | { refusal: string } | "stopped" | "not wanted";

const workerFile = new URL("./export-worker.server.ts", import.meta.url);

/** Makes the export that has waited longest; null when none waits. */
export async function runNextExport(running: RunningExports): Promise<string | null> {
  const { db, folder, now, logFault } = running;
  const wanted = await claimExport(db, now());
  if (!wanted) return null;
  try {
    if (kindsOfSignIns.includes(wanted.kind)) await gatherRecent(db, wanted.workspaceId);
    const ended = (await noteSight(db, wanted)) ? await runInThread(wanted, running) : { refusal: noLongerTheirs };
    if (ended === "stopped") await requeueExport(db, wanted);
    else if (ended === "not wanted") await clearAway(folder, wanted);
    else if ("refusal" in ended) await failExport(db, wanted, ended.refusal, now());
    else await keep(wanted, ended, running);
  } catch (fault) {
    logFault(fault, "export");
    await failExport(db, wanted, "It could not be made; the log of the server says why.", now());
  }
  return wanted.id;
}

const noLongerTheirs = "Whoever asked for it may no longer see what it is made of.";

/** Lets exports wait again whose process has ended under them; one that has ended too many of them has failed. */
export async function takeOverExports(db: Db, now: Instant): Promise<void> {
  const before = new Date(Date.parse(now) - silentAfterMs).toISOString();
  for (const silent of await listSilentExports(db, before)) {
    if (silent.lost < mostLost) await requeueLostExport(db, silent);
    else await failExport(db, silent, "The server stopped each time it was being made.", now);
  }
}

/** Notes with which roles it is made; false when they do not suffice any more. */
async function noteSight(db: Db, wanted: Export): Promise<boolean> {
  const { workspaceId, requestedBy, kind } = wanted;
  const user = await findUser(db, workspaceId, requestedBy);
  if (!user || user.disabledAt !== null) return false;
  const roles = await rolesOf(db, workspaceId, requestedBy);
  // What an earlier attempt has written was seen with the roles of then.
  await noteExportRoles(db, wanted, [...new Set([...(wanted.place ? wanted.roles : []), ...roles])]);
  return exportKindFacts[kind].isFor(roles);
}

/** Makes the file beside everything else, notes every second how far it is, and stops when nobody wants it any more. */
async function runInThread(wanted: Export, running: RunningExports): Promise<Ended> {
  const { db, now, signal } = running;
  if (signal.aborted) return "stopped";
  // The thread cannot write, and a pack is signed.
  if (wanted.kind === "evidence_pack") await ensureKey(wanted, running);
  const worker = new Worker(workerFile, { workerData: taskOf(wanted, running), resourceLimits: threadLimits });
  let last: FileProgress = { done: wanted.done, total: null, place: wanted.place };
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      worker.on("message", (message: WorkerMessage) => {
        if ("progress" in message) last = { ...message.progress, place: message.progress.place ?? last.place };
        else resolve("made" in message ? message.made : message);
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("the thread of an export ended before the export was done")));
      signal.addEventListener("abort", () => resolve("stopped"), over);
      timer = setInterval(() => {
        noteExportProgress(db, wanted, last, now()).then((goesOn) => {
          if (!goesOn) resolve("not wanted");
        }, reject);
      }, noteEveryMs);
    });
  } finally {
    clearInterval(timer);
    over.abort();
    await worker.terminate();
  }
}

async function ensureKey(
  { workspaceId, actor }: Export,
  { db, secretKeyFile, publicUrl, now }: RunningExports,
): Promise<void> {
  await workspaceKey(db, workspaceId, { secrets: openSecretBox(secretKeyFile), publicUrl, actor, now: now() });
}

function taskOf(wanted: Export, { databaseUrl, secretKeyFile, publicUrl, folder }: RunningExports): WorkerTask {
  const { workspaceId, id, attempt, kind, format, params, place, requestedBy, query, asOf, createdAt } = wanted;
  return {
    ...{ databaseUrl, secretKeyFile, publicUrl, folder, kind, format, params, place },
    attempt: { workspaceId, id, attempt },
    // It shows the instant at which it was asked for, whichever attempt makes it.
    reading: { workspaceId, viewerId: requestedBy, query, asOf, now: createdAt },
  };
}

async function keep(wanted: Export, made: MadeFile, { db, folder, now }: RunningExports): Promise<void> {
  await keepFile(folder, wanted);
  if (!(await recordMade(db, wanted, made, now()))) await rm(fileOf(folder, wanted), { force: true });
}

/** Nobody goes on with a file that has to be made in one piece. */
async function clearAway(folder: string, { format, attempt, ...key }: Export): Promise<void> {
  if (!resumableFormats.includes(format)) await rm(partialOf(folder, key, attempt), { force: true });
}
