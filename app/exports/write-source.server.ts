import { csvHead, csvRow } from "./csv-row.ts";
import type { Making } from "./maker.server.ts";
import type { Source } from "./source.server.ts";
import { type Lines, writeLines } from "./write-lines.server.ts";

/** What rows are written as. */
export type RowFormat = "csv" | "jsonl" | "xlsx" | "pdf";

/**
 * Writes every row of a source that an export asks for; says how many that were. What sets documents and workbooks is
 * loaded by those who need it, since a small export is waited for.
 */
export async function writeSource(source: Source, format: RowFormat, making: Making): Promise<{ rows: number }> {
  const columns = source.columns(making.reading);
  switch (format) {
    case "csv":
      return writeLines(source, { head: csvHead(columns), lineOf: csvRow }, making);
    case "jsonl":
      return writeLines(source, jsonLines(columns), making);
    case "xlsx":
      return (await import("./write-xlsx.server.ts")).writeXlsx(source, making);
    case "pdf":
      return (await import("./write-pdf.server.ts")).writePdf(source, making);
    default:
      return format satisfies never;
  }
}

/** Objects with the headings as keys; a list stays a list. */
function jsonLines(columns: readonly string[]): Lines {
  const keys = columns.map((column, index) => `${index === 0 ? "{" : ","}${JSON.stringify(column)}:`);
  return {
    head: "",
    lineOf: (cells) => `${keys.map((key, index) => key + JSON.stringify(cells[index] ?? null)).join("")}}\n`,
  };
}
