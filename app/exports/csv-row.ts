import type { Cell } from "./cell.ts";

/** By which Excel knows that a file is UTF-8. */
const byteOrderMark = "\ufeff";

/**
 * What a spreadsheet would run: a cell that begins with =, +, - or @, in full width too, or with a tab or the end of a line,
 * by which such a beginning gets past a look at the first character; blanks before it are skipped by some.
 */
const runsAsFormula = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
/** A cell in which there is nothing of this is written as it is; most are, so they are looked at once. */
const needsCare = /[",\r\n]|^[\s=+\-@＝＋－＠]/;

/** Returns what a file begins with: its headings, which no cell of anybody's is among. */
export function csvHead(columns: readonly string[]): string {
  return byteOrderMark + csvRow(columns);
}

/** Writes a line of CSV as RFC 4180 has it; a cell that would run as a formula gets an apostrophe before it. */
export function csvRow(cells: readonly Cell[]): string {
  // Joined, since a text that is added to piece by piece keeps all its pieces until the whole of it is written.
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return needsCare.test(cell) ? careful(cell) : cell;
  if (typeof cell !== "object") return String(cell);
  if (cell.length === 0) return "";
  const text = cell.join("; ");
  return needsCare.test(text) ? careful(text) : text;
}

function careful(text: string): string {
  const harmless = runsAsFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
