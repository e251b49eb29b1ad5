import { createHash } from "node:crypto";
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import type { ExportAttempt } from "#db/export-work.ts";
import { findExport } from "#db/exports.ts";
import type { ExportKey, ExportPlace } from "./export.ts";
import { isOpen } from "./export-state.ts";

/** Makes the folder that the files of exports lie in; nobody else on the machine may look into it. */
export function openExportsFolder(dataFolder: string): string {
  const folder = join(dataFolder, "exports");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Where the whole file of an export lies. */
export function fileOf(folder: string, { workspaceId, id }: ExportKey): string {
  return join(folder, workspaceId, id);
}

/** Where the file of an attempt grows: each has its own, so that one that was given up disturbs no other. */
export function partialOf(folder: string, key: ExportKey, attempt: number): string {
  return `${fileOf(folder, key)}.${attempt}.partial`;
}

/** A file that grows, with the hash of what stands in it. */
export type GrowingFile = {
  write(bytes: Uint8Array | string): void;
  /** How much stands in it, and its hash. */
  standing(): { bytes: number; sha256: string };
  /** @throws when what was written is not on the disk. */
  close(): void;
};

const pieceBytes = 1024 * 1024;

/** Begins the file of an attempt. It writes synchronously, as only a thread of its own may. */
export function growFile(path: string): GrowingFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, "w", 0o600);
  const hash = createHash("sha256");
  let length = 0;
  return {
    write: (bytes) => {
      const piece = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
      for (let at = 0; at < piece.byteLength; ) at += writeSync(file, piece, at);
      hash.update(piece);
      length += piece.byteLength;
    },
    standing: () => ({ bytes: length, sha256: hash.copy().digest("hex") }),
    close: () => {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

/**
 * Copies what an earlier attempt wrote up to a place; false where it is not there, or is not what that attempt noted,
 * as after a power cut or on another node.
 */
export function copyUpTo(path: string, { bytes, sha256 }: Pick<ExportPlace, "bytes" | "sha256">, to: GrowingFile) {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return false;
  }
  try {
    if (fstatSync(file).size < bytes) return false;
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (let left = bytes; left > 0; ) {
      const read = readSync(file, piece, 0, Math.min(left, pieceBytes), null);
      if (read === 0) return false;
      to.write(piece.subarray(0, read));
      left -= read;
    }
    return to.standing().sha256 === sha256;
  } finally {
    closeSync(file);
  }
}

/** Makes the file of an attempt the file of the export, which is there from then on whatever happens. */
export async function keepFile(folder: string, { attempt, ...key }: ExportAttempt): Promise<void> {
  const target = fileOf(folder, key);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await rename(partialOf(folder, key, attempt), target);
  const place = await open(dirname(target));
  try {
    await place.sync();
  } finally {
    await place.close();
  }
}

/** What was begun and not touched for so long is not gone on with. */
const forgottenMs = 7 * 24 * 60 * 60 * 1000;
/** A file is renamed a moment before the database knows of it. */
const freshMs = 60_000;

/** Deletes what this node holds of exports that are over: expired, cancelled and not gone on with, or made elsewhere. */
export async function clearExportFiles(db: Db, folder: string, now: Instant): Promise<number> {
  let gone = 0;
  for (const workspaceId of await readdir(folder))
    for (const name of await readdir(join(folder, workspaceId))) {
      const path = join(folder, workspaceId, name);
      const age = Date.parse(now) - (await stat(path)).mtimeMs;
      if (age < freshMs || (await isNeeded(db, { workspaceId, name, age }, now))) continue;
      await rm(path, { force: true });
      gone += 1;
    }
  return gone;
}

type Found = { workspaceId: string; name: string; age: number };

async function isNeeded(db: Db, { workspaceId, name, age }: Found, now: Instant): Promise<boolean> {
  const [id = "", attempt] = name.split(".");
  const found = await findExport(db, workspaceId, id);
  if (!found) return false;
  if (attempt === undefined) return found.state === "done" && now < found.expiresAt;
  const isLatest = Number(attempt) === found.attempt || Number(attempt) === found.place?.attempt;
  return age < forgottenMs && isLatest && (isOpen(found) || found.state === "cancelled" || found.state === "failed");
}
