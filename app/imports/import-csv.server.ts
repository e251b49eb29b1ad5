import { sha256 } from "#app/audit/chain.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import type { Db } from "#db/connect.ts";
import { listAllObjects } from "#db/directory.ts";
import { hasSourceKey } from "#db/exceptions.ts";
import { findUserByName } from "#db/users.ts";
import { inTransaction, write } from "#db/write.ts";
import type { Importing } from "./import-entra.server.ts";
import type { ImportReport } from "./import-report.ts";
import { type CsvField, csvFieldHeaded, draftOfRow, type KnownNames, peopleIn } from "./register-csv.ts";
import { type ColumnMap, readSheet, type Sheet } from "./sheet.server.ts";
import type { SheetRow } from "./sheet-row.ts";

type Row = SheetRow<CsvField>;

export type CsvImport = Importing & {
  /** The name of the file, shown as the source of its records. */
  fileName: string;
  map: ColumnMap<CsvField>;
  delimiter: string;
  /** Files the good rows although others are refused. */
  isPartial: boolean;
};

/**
 * Files a draft for each row of a spreadsheet register, all or nothing unless a part was asked for. Rows become drafts
 * and nothing else: an approval that a sheet claims was never given here.
 * @throws Refused when the file cannot be read, a mapped column is missing or the requestor may not file.
 */
export async function importCsv(
  db: Db,
  text: string,
  { fileName, map, delimiter, isPartial, ...importing }: CsvImport,
): Promise<ImportReport> {
  const sheet = readSheet(text, { map, delimiter, fieldHeaded: csvFieldHeaded });
  const { workspaceId, requestor, actor, now } = importing;
  const report: ImportReport = {
    filed: [],
    alreadyFiled: [],
    skipped: [],
    refused: [...sheet.refused],
    notes: notesOn(sheet),
  };
  return inTransaction(db, async (tx) => {
    const known = await knownNames(tx, workspaceId, sheet.rows);
    const ready = readyRows(sheet.rows, known, report);
    report.refused.sort((one, other) => one.line - other.line);
    if (report.refused.length > 0 && !isPartial) return report;
    for (const { draft, key } of ready) {
      if (await hasSourceKey(tx, workspaceId, key)) {
        report.alreadyFiled.push(key);
        continue;
      }
      const source = { label: `Spreadsheet: ${fileName}`, key };
      const { id, title } = await fileException(tx, { workspaceId, draft, requestor, actor, source, now });
      report.filed.push({ id, title });
    }
    await write(tx, { workspaceId, actor, now }, async (_inner, { audit }) => {
      const counts = {
        filed: report.filed.length,
        skipped: report.alreadyFiled.length,
        refused: report.refused.length,
      };
      audit("import.finished", { kind: "workspace", id: workspaceId }, { format: "csv", ...counts });
    });
    return report;
  });
}

function readyRows(rows: readonly Row[], known: KnownNames, { refused }: ImportReport) {
  const lines = new Map<string, number>();
  return rows.flatMap((row) => {
    const key = keyOf(row);
    const earlier = lines.get(key);
    const result = draftOfRow(row, known);
    if (earlier !== undefined) refused.push({ line: row.line, reason: `it is the same as line ${earlier}` });
    else if (!result.ok) refused.push({ line: row.line, reason: result.reason });
    lines.set(key, earlier ?? row.line);
    return earlier === undefined && result.ok ? [{ draft: result.draft, key }] : [];
  });
}

/** The sheet's own id if it has one, so that a corrected row is still the same; otherwise everything that was read. */
function keyOf({ cells }: Row): string {
  const id = cells.get("id")?.trim();
  return `csv:${sha256(JSON.stringify(id ? ["id", id] : ["row", [...cells].sort(([one], [other]) => (one < other ? -1 : 1))]))}`;
}

function notesOn({ rows, unread }: Sheet<CsvField>): string[] {
  const notes: string[] = [];
  if (unread.length > 0) notes.push(`Nothing was read from the columns ${unread.join(", ")}.`);
  const states = new Set(rows.map(({ cells }) => cells.get("state")?.trim() ?? "").filter((state) => state !== ""));
  if (states.size > 0)
    notes.push(
      `The sheet's states (${[...states].join(", ")}) were not taken over: every row becomes a draft and is approved here.`,
    );
  return notes;
}

async function knownNames(tx: Db, workspaceId: string, rows: readonly Row[]): Promise<KnownNames> {
  const users = new Map<string, string>();
  for (const name of new Set(rows.flatMap(peopleIn))) {
    const user = await findUserByName(tx, workspaceId, name);
    if (user) users.set(name.toLowerCase(), user.id);
  }
  const objects = await listAllObjects(tx, workspaceId);
  return { users, objects: new Map(objects.map(({ kind, name, id }) => [`${kind}:${name.toLowerCase()}`, id])) };
}
