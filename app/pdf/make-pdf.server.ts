import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Content, TDocumentDefinitions } from "pdfmake/interfaces.js";
import type { Instant } from "#app/engine/types.ts";
import { shownInstant } from "#app/mail/shown-instant.ts";

/** What a document is called, whose it is, and what it says in the blocks of pdfmake; `svg` blocks are drawn as they are. */
export type PdfDocument = {
  title: string;
  /** What it is about, under the title. */
  lede?: string;
  workspace: string;
  madeAt: Instant;
  isLandscape?: boolean;
  content: readonly Content[];
};

const fontFolder = join(dirname(createRequire(import.meta.url).resolve("pdfmake/package.json")), "build/fonts/Roboto");

/** The files of the one family that every PDF and every picture of a chart is set in: Latin, Greek and Cyrillic. */
export const fontFiles = {
  normal: join(fontFolder, "Roboto-Regular.ttf"),
  bold: join(fontFolder, "Roboto-Medium.ttf"),
  italics: join(fontFolder, "Roboto-Italic.ttf"),
  bolditalics: join(fontFolder, "Roboto-MediumItalic.ttf"),
};

const margin = 48;
const muted = "#5b6472";
const line = "#d5dae1";

/** Rules under the rows of a table and nothing between its columns, as tables look on the screen. */
const ruled = {
  hLineWidth: (row: number) => (row === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => line,
  paddingLeft: (column: number) => (column === 0 ? 0 : 6),
  paddingRight: () => 6,
  paddingTop: () => 4,
  paddingBottom: () => 4,
};

/** It takes 30 MB, and PDFs are made now and then: so it comes with the first of them. */
async function loadPdfmake() {
  const { default: pdfmake } = await import("pdfmake");
  pdfmake.setTableLayouts({ ruled });
  pdfmake.setFonts({ Roboto: fontFiles });
  // A document is made of what it is handed: nothing that somebody wrote makes it fetch or read anything else.
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => Object.values(fontFiles).includes(path));
  return pdfmake;
}

let loaded: ReturnType<typeof loadPdfmake> | null = null;

/** Makes a PDF on A4, with its title on the first page and where it belongs at the foot of each. */
export async function makePdf({ title, lede, workspace, madeAt, isLandscape, content }: PdfDocument): Promise<Buffer> {
  const definition: TDocumentDefinitions = {
    info: { title, author: workspace, creationDate: new Date(madeAt) },
    pageSize: "A4",
    pageOrientation: isLandscape ? "landscape" : "portrait",
    pageMargins: [margin, margin, margin, margin + 8],
    defaultStyle: { font: "Roboto", fontSize: 9.5, lineHeight: 1.25 },
    styles: {
      title: { fontSize: 18, bold: true },
      heading: { fontSize: 12.5, bold: true, margin: [0, 14, 0, 6] },
      label: { color: muted },
      hint: { color: muted, fontSize: 8.5 },
      head: { bold: true, color: muted, fontSize: 8.5 },
      code: { fontSize: 8, color: muted },
    },
    footer: (page, pages) => ({
      margin: [margin, 12, margin, 0],
      columns: [
        { text: `${workspace} · ${title} · made ${shownInstant(madeAt)}`, style: "hint" },
        { text: `${page} of ${pages}`, style: "hint", alignment: "right", width: 60 },
      ],
    }),
    content: [
      { text: title, style: "title" },
      ...(lede ? [{ text: lede, style: "label", margin: [0, 2, 0, 10] as [number, number, number, number] }] : []),
      ...content,
    ],
  };
  loaded ??= loadPdfmake();
  return (await loaded).createPdf(definition).getBuffer();
}
