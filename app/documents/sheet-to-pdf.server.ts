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

/** A heading never stands alone at the foot of a page: it goes with what comes first below it. */
function sectionOf({ heading, blocks }: Section): Content {
  const [first, ...rest] = blocks.flatMap(opened);
  const title: Content = { text: heading, style: "heading" };
  if (first === undefined) return title;
  return { stack: [{ stack: [title, contentOf(first)], unbreakable: isShort(first) }, ...rest.map(contentOf)] };
}

/** Facts may go on over a page after their first line. */
function opened(block: Block, index: number): Block[] {
  if (index > 0 || block.kind !== "facts") return [block];
  const [first, ...rest] = block.facts;
  if (first === undefined || rest.length === 0) return [block];
  return [
    { ...block, facts: [first], goesOn: true },
    { ...block, facts: rest },
  ];
}

/** What surely fits on a page with its heading, wherever it begins. */
function isShort(block: Block): boolean {
  if (block.kind === "table") return block.rows.length <= 6 && block.rows.flat().join("").length < longCell;
  return block.kind !== "facts" || block.facts.every(([, value]) => (value ?? "").length < longCell);
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
        margin: [0, 0, 0, block.goesOn ? 0 : 8],
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
