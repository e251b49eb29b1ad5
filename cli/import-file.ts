import { basename } from "node:path";
import { z } from "zod";
import { importCsv } from "#app/imports/import-csv.server.ts";
import { type Importing, importEntraPolicies } from "#app/imports/import-entra.server.ts";
import type { ImportReport } from "#app/imports/import-report.ts";
import { type CsvField, csvFieldHeaded, csvFields } from "#app/imports/register-csv.ts";
import type { ColumnMap } from "#app/imports/sheet.server.ts";
import { rolesOf } from "#db/users.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { columnsMapped } from "./columns-mapped.ts";
import { printJson } from "./print.ts";
import { textOf } from "./text-of.ts";
import { userNamed } from "./user-named.ts";
import type { Console } from "./with-database.ts";
import { WrongUse } from "./wrong-use.ts";

export type ImportOptions = { workspace?: string; requestor?: string; json?: true };
export type CsvOptions = ImportOptions & { map?: string[]; mapFile?: string; delimiter: string; partial?: true };

/** Imports Conditional Access policies. @throws WrongUse when the file is not such a list. */
export async function importEntraFile(console: Console, file: string, options: ImportOptions): Promise<ImportReport> {
  const json = jsonIn(await textOf(file), file);
  try {
    return await importEntraPolicies(console.database.db, json, await importingOf(console, options));
  } catch (fault) {
    if (!(fault instanceof z.ZodError)) throw fault;
    const [issue] = fault.issues;
    throw new WrongUse(
      `${file} is not a list of Conditional Access policies: ${issue?.path.join(".")} ${issue?.message}`,
    );
  }
}

/** Imports a spreadsheet. @throws WrongUse on a wrong mapping, Refused when the file cannot be read as CSV. */
export async function importCsvFile(console: Console, file: string, options: CsvOptions): Promise<ImportReport> {
  return importCsv(console.database.db, await textOf(file), {
    ...(await importingOf(console, options)),
    fileName: basename(file),
    map: await columnMap(options),
    delimiter: options.delimiter,
    isPartial: options.partial === true,
  });
}

/** Prints a report; when rows were refused and nothing was filed for it, the exit code is 1. */
export function showReport(report: ImportReport, { json, partial }: { json?: true; partial?: true }): void {
  const { filed, alreadyFiled, skipped, refused, notes } = report;
  if (refused.length > 0 && !partial) process.exitCode = 1;
  if (json) {
    printJson({ filed, already_filed: alreadyFiled, skipped, refused, notes });
    return;
  }
  for (const { line, reason } of refused) console.error(`line ${line} refused: ${reason}`);
  for (const { id, title } of filed) console.log(`${id}  ${title}`);
  for (const { what, reason } of skipped) console.log(`skipped "${what}": ${reason}`);
  for (const note of notes) console.log(note);
  console.log(
    `Filed ${filed.length}, already there ${alreadyFiled.length}, skipped ${skipped.length}, refused ${refused.length}.`,
  );
  if (refused.length > 0 && !partial) console.log("Nothing was filed; correct the rows, or use --partial.");
}

async function importingOf(
  { database: { db }, now }: Console,
  { workspace, requestor }: ImportOptions,
): Promise<Importing> {
  const { id: workspaceId } = await chooseWorkspace(db, workspace);
  const importing = { workspaceId, actor: { kind: "console", id: null }, now } as const;
  if (requestor === undefined) return { ...importing, requestor: null };
  const { id: userId } = await userNamed(db, workspaceId, requestor);
  return { ...importing, requestor: { userId, roles: await rolesOf(db, workspaceId, userId) } };
}

async function columnMap({ map, mapFile }: CsvOptions): Promise<ColumnMap<CsvField>> {
  const fromFile = mapFile === undefined ? {} : jsonIn(await textOf(mapFile), mapFile);
  const isField = (field: string): field is CsvField => csvFieldHeaded(field) !== undefined;
  return columnsMapped({ map, fromFile, isField, fields: [...csvFields, "details.KEY"] });
}

function jsonIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new WrongUse(`${file} is not JSON`);
  }
}
