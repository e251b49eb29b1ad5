import { type CsvError, parse } from "csv-parse/sync";
import { Refused } from "#app/register/refused.ts";
import type { SheetRow } from "./sheet-row.ts";

/** Field of ours → heading in the sheet. A field that is not mapped is read from a column with its own name. */
export type ColumnMap<F extends string> = Readonly<Partial<Record<F, string>>>;

/** How the columns of a sheet are told. */
type Columns<F extends string> = {
  map: ColumnMap<F>;
  delimiter: string;
  /** The field that a heading in lower case is the name of. */
  fieldHeaded(heading: string): F | undefined;
};

export type Sheet<F extends string> = {
  rows: SheetRow<F>[];
  /** Rows that have more or fewer cells than the heading; what stands in which column cannot be told. */
  refused: { line: number; reason: string }[];
  /** Headings that nothing was read from. */
  unread: string[];
};

type Parsed = { record: string[]; info: { lines: number } };

/**
 * Reads a spreadsheet as text with a heading line.
 * @throws Refused 400 when it is not CSV, has no heading, or lacks a column that was mapped.
 */
export function readSheet<F extends string>(text: string, columnsToRead: Columns<F>): Sheet<F> {
  const [heading, ...body] = parsed(text, columnsToRead.delimiter);
  if (!heading) throw new Refused(400, "empty_sheet", "The file has no heading line.");
  const headings = heading.record.map((name) => name.trim());
  const columns = columnsOf(headings, columnsToRead);
  const sheet: Sheet<F> = {
    rows: [],
    refused: [],
    unread: headings.filter((_name, index) => ![...columns.values()].includes(index)),
  };
  for (const { record, info } of body) {
    // The parser counts the lines up to the end of a record; a cell may have several.
    const line = info.lines - record.join("").split("\n").length + 1;
    if (record.length === headings.length)
      sheet.rows.push({ line, cells: new Map([...columns].map(([field, index]) => [field, record[index] ?? ""])) });
    else sheet.refused.push({ line, reason: `it has ${record.length} cells, expected ${headings.length}` });
  }
  return sheet;
}

function parsed(text: string, delimiter: string): Parsed[] {
  // A line break of two characters inside a cell would be counted as two lines.
  const lines = text.replace(/\r\n?/g, "\n");
  try {
    const records: unknown = parse(lines, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return records as Parsed[]; // what the parser gives with `info` and without `columns`
  } catch (fault) {
    throw new Refused(400, "unreadable_csv", `The file cannot be read as CSV: ${(fault as CsvError).message}`);
  }
}

function columnsOf<F extends string>(headings: readonly string[], { map, fieldHeaded }: Columns<F>): Map<F, number> {
  const columns = new Map<F, number>();
  for (const [field, name] of Object.entries(map) as [F, string][]) {
    const index = headings.indexOf(name);
    if (index === -1)
      throw new Refused(400, "no_such_column", `There is no column "${name}"; the columns are ${headings.join(", ")}.`);
    columns.set(field, index);
  }
  for (const [index, heading] of headings.entries()) {
    const field = fieldHeaded(heading.toLowerCase());
    if (field && !columns.has(field)) columns.set(field, index);
  }
  return columns;
}
