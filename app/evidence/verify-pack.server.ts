import { hash } from "node:crypto";
import { type Checkpoint, readCheckpointText, type StreamPlace } from "#app/checkpoints/checkpoint.ts";
import { fingerprintOf, isSignedBy, keyOf, type NoteKey, readNote, vkeyOf } from "#app/signing/signed-note.server.ts";
import { isSealed } from "./archive-seal.server.ts";
import { jsonOf } from "./audit-line.ts";
import { checkAuditLines, type Seals } from "./check-audit-lines.ts";
import { checkDecisionLines } from "./check-decision-lines.ts";
import { checkFile } from "./check-file.server.ts";
import { countCsvRows, countJsonRows } from "./count-rows.ts";
import type { LineCheck } from "./line-check.ts";
import {
  auditPath,
  checkpointPath,
  decisionsPath,
  Manifest,
  manifestPath,
  signaturePath,
  signedText,
} from "./manifest.ts";
import { type PackFault, type PackFaultCode, type PackReport, packFault } from "./pack-report.ts";
import { type Archive, openArchive, PackFaultFound } from "./read-archive.server.ts";

/** A manifest has a line for each file; a signature and a checkpoint are a few lines. */
const mostManifestBytes = 32 * 1024 * 1024;
const mostNoteBytes = 1024 * 1024;

/**
 * Verifies an evidence pack, which needs nothing but the file. Names the first thing that is wrong with it.
 * @param key the key that it has to be signed with; null to take the one that the pack names of itself, by which it is
 * only consistent with itself.
 */
export async function verifyPack(file: string, key: NoteKey | null = null): Promise<PackReport> {
  const report: PackReport = { ok: false, fault: null, manifest: null, key: null };
  try {
    const archive = await openArchive(file);
    try {
      await verifyInside(archive, key, report);
    } finally {
      archive.close();
    }
    if (!(await isSealed(file))) fail("seal_broken", null);
    return { ...report, ok: true };
  } catch (caught) {
    if (!(caught instanceof PackFaultFound)) throw caught;
    return { ...report, fault: caught.fault };
  }
}

function fail(code: PackFaultCode, path: string | null, more: Partial<PackFault> = {}): never {
  throw new PackFaultFound(packFault(code, path, more));
}

/** What is known by then stands in the report, whatever is found after. */
async function verifyInside(archive: Archive, given: NoteKey | null, report: PackReport): Promise<void> {
  const text = await readText(archive, manifestPath, mostManifestBytes);
  const manifest = Manifest.safeParse(jsonOf(text));
  const named = manifest.success ? keyOf(manifest.data.key) : null;
  if (!manifest.success || !named) fail("malformed", manifestPath);
  const key = given ?? named;
  const note = readNote(await readText(archive, signaturePath, mostNoteBytes));
  if (!note) fail("malformed", signaturePath);
  if (vkeyOf(key) !== vkeyOf(named)) fail("wrong_key", signaturePath, { detail: `it names ${vkeyOf(named)}` });
  if (!isSignedBy(note, key)) fail("unsigned", signaturePath);
  if (note.text !== signedText(key.name, hash("sha256", text))) fail("altered", manifestPath);
  report.manifest = manifest.data;
  report.key = { vkey: vkeyOf(key), fingerprint: fingerprintOf(key), isGiven: given !== null };
  refuseOtherFiles(archive, manifest.data);
  await checkFiles(archive, manifest.data, key);
}

function refuseOtherFiles({ paths }: Archive, { files }: Manifest): void {
  const listed = new Set([manifestPath, signaturePath, ...files.map(({ path }) => path)]);
  if (listed.size !== files.length + 2) fail("twice", manifestPath);
  const unexpected = paths.find((path) => !listed.has(path));
  if (unexpected !== undefined) fail("unexpected", unexpected);
  const missing = [checkpointPath, auditPath, decisionsPath, ...listed].find(
    (path) => !listed.has(path) || !paths.includes(path),
  );
  if (missing !== undefined) fail("missing", missing);
}

async function checkFiles(archive: Archive, manifest: Manifest, key: NoteKey): Promise<void> {
  const notes = await readCheckpoints(archive, manifest, key);
  if (!notes.some((note) => note.path === checkpointPath && isOfPack(note.checkpoint, manifest)))
    fail("checkpoint_differs", checkpointPath);
  const seals: Seals = new Map();
  const places = notes.flatMap(({ checkpoint }) => checkpoint.streams);
  // The log comes first: it says what has been sealed of the decisions.
  const inOrder = manifest.files.toSorted((one, other) => rank(one.path) - rank(other.path));
  for (const listed of inOrder) {
    const fault = await checkFile(archive, listed, checkOf(listed.path, { manifest, notes, places, seals }));
    if (fault) throw new PackFaultFound(fault);
  }
}

/** Whether a checkpoint is of exactly what the manifest names: the end of the log, and of each stream. */
function isOfPack({ size, hash, streams }: Checkpoint, { log, streams: spans }: Manifest): boolean {
  const ends = new Set(streams.map(({ stream, seq }) => `${stream} ${seq}`));
  const hasEach = spans.length === streams.length && spans.every(({ stream, last }) => ends.has(`${stream} ${last}`));
  return size === log.size && hash === log.hash && hasEach;
}

function rank(path: string): number {
  return [auditPath, decisionsPath].indexOf(path) === -1 ? 2 : [auditPath, decisionsPath].indexOf(path);
}

type Known = { manifest: Manifest; notes: SignedNote[]; places: readonly StreamPlace[]; seals: Seals };

function checkOf(path: string, { manifest, notes, places, seals }: Known): LineCheck | null {
  if (path === auditPath) return checkAuditLines(manifest, notes, seals);
  if (path === decisionsPath) return checkDecisionLines(manifest, places, seals);
  if (path.endsWith(".jsonl")) return countJsonRows();
  return path.endsWith(".csv") ? countCsvRows() : null;
}

type SignedNote = { path: string; checkpoint: Checkpoint };

/** Reads the checkpoints; the pack's own has to be signed with the key, those of before with one that was the workspace's. */
async function readCheckpoints(archive: Archive, { files }: Manifest, key: NoteKey): Promise<SignedNote[]> {
  const keys = [key, ...(await keysIn(archive, files))];
  const notes: SignedNote[] = [];
  for (const { path, bytes, sha256 } of files) {
    if (path !== checkpointPath && !path.startsWith("checkpoints/")) continue;
    const text = await readText(archive, path, Math.min(bytes, mostNoteBytes));
    if (hash("sha256", text) !== sha256) fail("altered", path);
    const note = readNote(text);
    const checkpoint = note && readCheckpointText(note.text);
    if (!note || !checkpoint) fail("malformed", path);
    const signers = path === checkpointPath ? [key] : keys;
    if (!signers.some((each) => each.name === checkpoint.origin && isSignedBy(note, each))) fail("unsigned", path);
    notes.push({ path, checkpoint });
  }
  return notes;
}

async function keysIn(archive: Archive, files: Manifest["files"]): Promise<NoteKey[]> {
  const listed = files.find(({ path }) => path === "keys.txt");
  if (!listed) return [];
  const text = await readText(archive, listed.path, Math.min(listed.bytes, mostNoteBytes));
  return text.split("\n").flatMap((line) => keyOf(line.split(" ")[0] ?? "") ?? []);
}

async function readText(archive: Archive, path: string, mostBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of archive.read(path, mostBytes)) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}
