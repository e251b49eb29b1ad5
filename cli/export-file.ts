import { createHash } from "node:crypto";
import { once } from "node:events";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { type ExportFormat, type ExportKind, exportKindFacts } from "#app/exports/export-kinds.ts";
import { makeAtOnce } from "#app/exports/make-at-once.server.ts";
import { Refused } from "#app/register/refused.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { instantOf } from "./instant-of.ts";
import type { Console } from "./with-database.ts";
import { WrongUse } from "./wrong-use.ts";

export type ExportOptions = {
  workspace?: string;
  format?: ExportFormat;
  out?: string;
  query?: string;
  asOf?: string;
  from?: string;
  to?: string;
  json?: true;
};

type Sink = (bytes: Uint8Array) => Promise<void>;

/** Exports to a file or to standard output. A file is there only once all of it is, and the export has been audited. */
export async function exportFile({ database: { db }, env, now }: Console, kind: ExportKind, options: ExportOptions) {
  const { id: workspaceId } = await chooseWorkspace(db, options.workspace);
  const selection = selectionOf(kind, options);
  const make = async (sink: Sink) => {
    const hash = createHash("sha256");
    let bytes = 0;
    const write = async (piece: Uint8Array | string) => {
      const part = typeof piece === "string" ? Buffer.from(piece) : piece;
      hash.update(part);
      bytes += part.byteLength;
      await sink(part);
    };
    const standing = () => ({ bytes, sha256: hash.digest("hex") });
    return makeAtOnce(db, { workspaceId, ...selection, env, now, write, standing });
  };
  return named(options.out === undefined ? make(toStandardOutput) : toFile(options.out, make));
}

async function toFile<T>(out: string, make: (sink: Sink) => Promise<T>): Promise<T> {
  const unfinished = `${out}.partial`;
  const file = await openNew(unfinished);
  try {
    const made = await make((bytes) => file.appendFile(bytes));
    await file.sync();
    await rename(unfinished, out);
    return made;
  } catch (fault) {
    await rm(unfinished, { force: true });
    throw fault;
  } finally {
    await file.close();
  }
}

function selectionOf(kind: ExportKind, { format, query = "", asOf, from, to }: ExportOptions) {
  const { formats, knowsPast, hasPeriod } = exportKindFacts[kind];
  const [usual] = formats;
  const chosen = format ?? usual;
  if (chosen === undefined || !formats.includes(chosen))
    throw new WrongUse(`--format: ${kind} is made as ${formats.join(", ")}`);
  if (asOf !== undefined && !knowsPast) throw new WrongUse(`--as-of: ${kind} is exported as it is`);
  if (hasPeriod && (from === undefined || to === undefined)) throw new WrongUse(`${kind} needs --from and --to`);
  if (!hasPeriod && (from !== undefined || to !== undefined))
    throw new WrongUse(`--from, --to: ${kind} is not made of a period`);
  const params: Record<string, string> = {
    ...(from !== undefined && { from: instantOf(from, "--from") }),
    ...(to !== undefined && { to: instantOf(to, "--to") }),
  };
  return { kind, format: chosen, query, asOf: asOf === undefined ? null : instantOf(asOf, "--as-of"), params };
}

/** What the rules refuse was asked for wrongly. */
async function named<T>(made: Promise<T>): Promise<T> {
  try {
    return await made;
  } catch (caught) {
    throw caught instanceof Refused ? new WrongUse(caught.message) : caught;
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, "w", 0o600);
  } catch {
    throw new WrongUse(`${path} cannot be written`);
  }
}

async function toStandardOutput(bytes: Uint8Array): Promise<void> {
  if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
}
