import type { Content, TableCell } from "pdfmake/interfaces.js";
import type { Instant } from "#app/engine/types.ts";
import { makePdf } from "#app/pdf/make-pdf.server.ts";
import { type Block, notRecorded, type Section, type Sheet } from "./sheet.ts";

/** Prints a document; the same parts at the same instant are the same bytes. */
export async function sheetToPdf(
  { title, lede, sections }: Sheet,
  { workspace, madeAt }: { workspace: string; madeAt: Instant },
): Promise<Buffer> {
  return makePdf({ title, lede, workspace, madeAt, content: sections.map(sectionOf) });
}

function sectionOf({ heading, blocks }: Section): Content {
  return { stack: [{ text: heading, style: "heading", headlineLevel: 1 }, ...blocks.map(contentOf)] };
}

function contentOf(block: Block): Content {
  switch (block.kind) {
    case "text":
      return { text: block.text, margin: [0, 0, 0, 6] };
    case "hint":
      return { text: block.text, style: "hint", margin: [0, 2, 0, 6] };
    case "facts":
      return {
        layout: "ruled",
        margin: [0, 0, 0, 8],
        table: {
          widths: [130, "*"],
          dontBreakRows: block.facts.every(([, value]) => (value ?? "").length < longCell),
          body: block.facts.map(([label, value]) => [{ text: label, style: "label" }, cellOf(value)]),
        },
      };
    case "table":
      return tableOf(block);
    default:
      return block satisfies never;
  }
}

/** A row that is longer than this may have to go on over a page. */
const longCell = 1500;

function tableOf({ head, widths, rows, empty }: Extract<Block, { kind: "table" }>): Content {
  if (rows.length === 0) return { text: empty, style: "label", margin: [0, 0, 0, 8] };
  return {
    layout: "ruled",
    margin: [0, 0, 0, 8],
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: rows.every((row) => row.every((cell) => (cell ?? "").length < longCell)),
      widths: [...widths],
      body: [head.map((label) => ({ text: label, style: "head" })), ...rows.map((row) => row.map(cellOf))],
    },
  };
}

const hash = /^[0-9a-f]{64}$/;

function cellOf(value: string | null): TableCell {
  if (value === null || value === "") return { text: notRecorded, style: "label", italics: true };
  return hash.test(value) ? { text: value, fontSize: 8 } : { text: value };
}
