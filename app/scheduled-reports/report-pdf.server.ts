import type { Content, TableCell } from "pdfmake/interfaces.js";
import { printPalette } from "#app/charts/chart.ts";
import type { Instant } from "#app/engine/types.ts";
import { makePdf } from "#app/pdf/make-pdf.server.ts";
import { drawChart } from "./draw-chart.ts";
import type { Period, ReportKind } from "./report.ts";
import { kindWords, periodText } from "./report-words.ts";
import type { ShownCell, ShownSection } from "./shown-sections.ts";

/** What a report is called and about, beside what it says. */
export type ReportHead = { kind: ReportKind; name: string; period: Period; madeAt: Instant };

type Setting = { workspace: string; publicUrl: string };

/** As wide as A4 between its margins. */
const chartWidth = 499;

/** Makes a report as a PDF. */
export function reportPdf(head: ReportHead, sections: readonly ShownSection[], setting: Setting): Promise<Buffer> {
  const { kind, name, period, madeAt } = head;
  return makePdf({
    title: `${name}, ${periodText(kind, period)}`,
    lede: kindWords[kind].text,
    workspace: setting.workspace,
    madeAt,
    content: sections.flatMap((section) => blocksOf(section, setting)),
  });
}

function blocksOf({ title, caption, chart, table, text }: ShownSection, setting: Setting): Content[] {
  const linked = ({ text: said, path }: ShownCell): TableCell =>
    path === null ? { text: said } : { text: said, link: `${setting.publicUrl}${path}` };
  return [
    { text: title, style: "heading" },
    ...(caption === null ? [] : [{ text: caption, style: "hint" }]),
    ...(chart === null ? [] : [{ svg: drawChart(chart, printPalette), width: chartWidth }]),
    ...(table === null
      ? []
      : [
          {
            layout: "ruled",
            table: {
              headerRows: 1,
              widths: table.columns.map((_column, index) => (index === widest(table.columns) ? "*" : "auto")),
              body: [
                table.columns.map((column) => ({ text: column, style: "head" })),
                ...table.rows.map((row) => row.map(linked)),
              ],
            },
          },
        ]),
    ...(text === null ? [] : [{ text, margin: [0, 4, 0, 0] as [number, number, number, number] }]),
  ];
}

/** A title takes what room there is, and otherwise the first column. */
function widest(columns: readonly string[]): number {
  return Math.max(0, columns.indexOf("Title"));
}

/** Returns what the file of a report is called, without its ending: a name that every system takes. */
export function fileName({ kind, name, period }: Omit<ReportHead, "madeAt">): string {
  const text = `${name} ${periodText(kind, period)}`;
  const words = text.replace(/[^\p{L}\p{N}.-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
  return words.slice(0, 80) || "report";
}
