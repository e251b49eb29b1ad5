import { type DirectoryField, directoryFieldHeaded, directoryFields } from "#app/imports/directory-csv.ts";
import type { DirectoryReport } from "#app/imports/directory-report.ts";
import { importDirectory } from "#app/imports/import-directory.server.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { columnsMapped } from "./columns-mapped.ts";
import { printJson } from "./print.ts";
import { textOf } from "./text-of.ts";
import type { Console } from "./with-database.ts";

export type DirectoryOptions = {
  workspace?: string;
  map?: string[];
  delimiter: string;
  partial?: true;
  dryRun?: true;
  json?: true;
};

/** Takes in a directory. @throws WrongUse on a wrong mapping, Refused when the file cannot be read as CSV. */
export async function importDirectoryFile(
  { database: { db }, now }: Console,
  file: string,
  { workspace, map, delimiter, partial, dryRun }: DirectoryOptions,
): Promise<DirectoryReport> {
  const { id: workspaceId } = await chooseWorkspace(db, workspace);
  const isField = (field: string): field is DirectoryField => directoryFieldHeaded(field) !== undefined;
  return importDirectory(db, await textOf(file), {
    workspaceId,
    by: null,
    actor: { kind: "console", id: null },
    now,
    map: columnsMapped({ map, fromFile: {}, isField, fields: directoryFields }),
    delimiter,
    isPartial: partial === true,
    isTrial: dryRun === true,
  });
}

/** Prints a report; when rows were refused and nothing was taken in for it, the exit code is 1. */
export function showDirectoryReport(report: DirectoryReport, { json, partial, dryRun }: DirectoryOptions): void {
  const { added, changed, unchanged, refused, notes } = report;
  const isRefused = refused.length > 0 && !partial;
  if (isRefused) process.exitCode = 1;
  if (json) {
    printJson(report);
    return;
  }
  for (const { line, reason } of refused) console.error(`line ${line} refused: ${reason}`);
  for (const note of notes) console.log(note);
  console.log(`Added ${added}, changed ${changed}, unchanged ${unchanged}, refused ${refused.length}.`);
  if (dryRun) console.log("Nothing was written: this was a dry run.");
  else if (isRefused) console.log("Nothing was written; correct the rows, or use --partial.");
}
