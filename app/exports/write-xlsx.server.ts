import { writeXlsxStream, XLSX_MAX_ROWS_PER_SHEET } from "hucre/xlsx";
import type { Cell } from "./cell.ts";
import type { Making } from "./maker.server.ts";
import { rowsOf } from "./rows-of.server.ts";
import type { Source } from "./source.server.ts";

/** What Excel takes into one cell; it calls a file with a longer one damaged. */
const mostCharacters = 32_767;
const cutOff = " … cut off here; CSV and JSON Lines have all of it.";

/** From so many cells on, a sheet can pass the 4 GiB that the oldest readers of archives understand. */
const manyCells = 20_000_000;

/**
 * Writes rows as a workbook: texts are kept as texts and never as formulas, the headings stay in sight, and what does not
 * fit on a sheet goes on on a further one, under the same headings. No more than a page is in memory at a time.
 */
export async function writeXlsx(
  source: Source,
  making: Making,
  mostRowsOnSheet = XLSX_MAX_ROWS_PER_SHEET,
): Promise<{ rows: number }> {
  const columns = source.columns(making.reading);
  const total = await source.count(making.reading);
  let rows = 0;
  async function* values() {
    for await (const cells of rowsOf(source, total, making)) {
      rows += 1;
      yield cells.map(cellValue);
    }
  }
  const workbook = writeXlsxStream(values(), {
    name: "Export",
    columns: columns.map((header) => ({ header, width: 18 })),
    freezePane: { rows: 1 },
    maxRowsPerSheet: mostRowsOnSheet,
    zip64: total * columns.length > manyCells,
  });
  const reader = workbook.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) await making.write(next.value);
  return { rows };
}

function cellValue(cell: Cell): string | number | boolean | null {
  if (cell === null || typeof cell === "number" || typeof cell === "boolean") return cell;
  const text = typeof cell === "string" ? cell : cell.join("; ");
  if (text === "") return null;
  return text.length > mostCharacters ? text.slice(0, mostCharacters - cutOff.length) + cutOff : text;
}
