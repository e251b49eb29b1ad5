import { once } from "node:events";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { type Exportable, makeExport } from "#app/reports/make-export.server.ts";
import type { ExportFormat } from "#app/reports/write-rows.server.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import type { Console } from "./with-database.ts";
import { WrongUse } from "./wrong-use.ts";

export type ExportOptions = { workspace?: string; format?: ExportFormat; out?: string; json?: true };

/** Exports to a file or to standard output. A file is there only once all of it is, and the export has been audited. */
export async function exportFile({ database: { db }, now }: Console, what: Exportable, options: ExportOptions) {
  const { id: workspaceId } = await chooseWorkspace(db, options.workspace);
  const format = options.format ?? (what === "audit" ? "jsonl" : "csv");
  const request = { workspaceId, what, format, actor: { kind: "console", id: null }, now } as const;
  if (options.out === undefined) return makeExport(db, { ...request, sink: toStandardOutput });

  const unfinished = `${options.out}.partial`;
  const file = await openNew(unfinished);
  try {
    const made = await makeExport(db, { ...request, sink: (text) => file.appendFile(text) });
    await file.sync();
    await rename(unfinished, options.out);
    return made;
  } catch (fault) {
    await rm(unfinished, { force: true });
    throw fault;
  } finally {
    await file.close();
  }
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, "w", 0o600);
  } catch {
    throw new WrongUse(`${path} cannot be written`);
  }
}

async function toStandardOutput(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, "drain");
}
