import type { TableCell } from "pdfmake/interfaces.js";
import { shownInstant } from "#app/mail/shown-instant.ts";
import { makePdf } from "#app/pdf/make-pdf.server.ts";
import { Refused } from "#app/register/refused.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Cell } from "./cell.ts";
import type { Making } from "./maker.server.ts";
import { queryInWords } from "./query-in-words.ts";
import { rowsOf } from "./rows-of.server.ts";
import type { Source } from "./source.server.ts";

/** More than anybody reads; a document is set in memory as a whole. */
const mostPdfRows = 2000;

/**
 * Writes rows as a document for reading: the columns that a page has room for, and what they are a selection of.
 * @throws Refused 400 when there are too many.
 */
export async function writePdf(source: Source, making: Making): Promise<{ rows: number }> {
  const { reading } = making;
  const total = await source.count(reading);
  const columns = source.columns(reading);
  const readable = source.readable.columns(reading);
  const shown = readable.map((column) => columns.indexOf(column));
  const body: TableCell[][] = [];
  for await (const cells of rowsOf(source, total, making)) {
    if (body.length === mostPdfRows) throw tooMany();
    body.push(shown.map((index) => ({ text: shownCell(cells[index] ?? null) })));
  }
  const workspace = await findWorkspace(reading.db, reading.workspaceId);
  const pdf = await makePdf({
    title: source.readable.title,
    lede: ledeOf(reading, body.length),
    workspace: workspace?.name ?? "",
    madeAt: reading.now,
    isLandscape: true,
    content: [
      {
        layout: "ruled",
        fontSize: 8,
        table: {
          headerRows: 1,
          widths: readable.map(() => "auto" as const),
          body: [readable.map((column) => ({ text: column.replaceAll("_", " "), style: "head" })), ...body],
        },
      },
    ],
  });
  await making.write(pdf);
  return { rows: body.length };
}

function tooMany(): Refused {
  const most = mostPdfRows.toLocaleString("en");
  return new Refused(
    400,
    "too_many_rows",
    `A PDF is for reading and holds ${most} rows; this has more. Take XLSX or CSV, or ask for less.`,
  );
}

function ledeOf({ query, asOf }: Making["reading"], rows: number): string {
  const when = asOf === null ? "" : `As it stood on ${shownInstant(asOf)}. `;
  return `${when}${queryInWords(query)}. ${rows === 1 ? "One row" : `${rows.toLocaleString("en")} rows`}.`;
}

const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function shownCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  if (typeof cell === "number") return cell.toLocaleString("en");
  const text = typeof cell === "string" ? cell : cell.join("; ");
  return isInstant.test(text) ? `${text.slice(0, 10)} ${text.slice(11, 16)}` : text;
}
