import { stringify } from "csv-stringify/sync";
import type { Cell } from "./register-row.ts";

export const exportFormats = ["csv", "jsonl"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * Writes rows as text, every row with the same keys in the same order. A cell that a spreadsheet would run as a
 * formula gets an apostrophe before it; the first page of CSV has the headings and the mark by which Excel knows UTF-8.
 */
export function writeRows(rows: readonly Record<string, Cell>[], format: ExportFormat, isFirst: boolean): string {
  if (format === "jsonl") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  return stringify(rows.map(cellsOf), { header: isFirst, bom: isFirst, escape_formulas: true });
}

function cellsOf(row: Record<string, Cell>): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, textOf(cell)]));
}

function textOf(cell: Cell): string {
  if (cell === null) return "";
  return typeof cell === "object" ? cell.join("; ") : String(cell);
}
