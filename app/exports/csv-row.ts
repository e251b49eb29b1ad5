import type { Cell } from "./cell.ts";

/** By which Excel knows that a file is UTF-8. */
export const byteOrderMark = "\ufeff";

/**
 * What a spreadsheet would run: a cell that begins with =, +, - or @, in full width too, or with a tab or the end of a line,
 * by which such a beginning gets past a look at the first character; blanks before it are skipped by some.
 */
const runsAsFormula = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
const hasToBeQuoted = /[",\r\n]/;

/** Writes a line of CSV as RFC 4180 has it; a cell that would run as a formula gets an apostrophe before it. */
export function csvRow(cells: readonly Cell[]): string {
  let line = "";
  for (let index = 0; index < cells.length; index += 1) line += `${index === 0 ? "" : ","}${csvCell(cells[index])}`;
  return `${line}\r\n`;
}

function csvCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number" || typeof cell === "boolean") return String(cell);
  const text = plainText(typeof cell === "string" ? cell : cell.join("; "));
  return hasToBeQuoted.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Returns a text that no spreadsheet takes for a formula. */
function plainText(text: string): string {
  return runsAsFormula.test(text) ? `'${text}` : text;
}
