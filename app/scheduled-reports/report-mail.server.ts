import { printPalette } from "#app/charts/chart.ts";
import { drawPng } from "#app/charts/draw-png.server.ts";
import { contentOf } from "#app/mail/content-of.ts";
import type { MailSection, MailSetting } from "#app/mail/mail-content.ts";
import { plainText } from "#app/mail/plain-text.ts";
import { type MailAttachment, type RenderedMail, setMail } from "#app/mail/set-mail.ts";
import type { Db } from "#db/connect.ts";
import { findReportRun } from "#db/report-runs.ts";
import { chartWords } from "./chart-numbers.ts";
import { drawChart } from "./draw-chart.ts";
import { fileName, type ReportHead, reportPdf } from "./report-pdf.server.ts";
import { shownReport } from "./shown-report.server.ts";
import type { ShownSection } from "./shown-sections.ts";

/** Twice as many points as a mail is wide, for screens that have them. */
const pictureWidth = 1104;
/** Mail servers refuse much more; a document beyond it is read on the page. */
const mostAttachedBytes = 5_000_000;

/** Makes the mail of a run from what was kept of it: the lists as text, the charts as pictures, and all of it as a PDF. */
export async function reportMail(
  db: Db,
  { workspaceId, data }: { workspaceId: string; data: Readonly<Record<string, string>> },
  setting: MailSetting,
): Promise<RenderedMail> {
  const run = await findReportRun(db, workspaceId, data.runId ?? "");
  if (!run) throw new Error(`a mail names the report run ${data.runId}, which is not there`);
  const shown = await shownReport(db, workspaceId, run.content);
  const { pdf, pictures } = await drawnOnce(run, shown, setting);
  const isTooLarge = pdf.byteLength > mostAttachedBytes;
  const content = contentOf("report_sent", data, setting);
  const mail = setMail(
    {
      ...content,
      sections: shown.map((section, index) => mailSection(section, index, setting)),
      after: isTooLarge ? `Its PDF is too large for a mail and is on the page. ${content.after}` : content.after,
    },
    setting,
    { hasChoice: setting.name !== null },
  );
  const document: MailAttachment = {
    filename: `${fileName(run)}.pdf`,
    contentType: "application/pdf",
    content: pdf,
    cid: null,
  };
  return { ...mail, attachments: [...pictures, ...(isTooLarge ? [] : [document])] };
}

const cidOf = (index: number) => `chart-${index}@mfa-register`;

function mailSection(
  { chart, table, ...section }: ShownSection,
  index: number,
  { publicUrl }: MailSetting,
): MailSection {
  return {
    title: plainText(section.title),
    caption: section.caption,
    text: section.text,
    picture: chart === null ? null : { cid: cidOf(index), alt: chartWords(chart) },
    table: table && {
      columns: table.columns,
      rows: table.rows.map((row) =>
        row.map(({ text, path }) => ({ text: plainText(text), url: path === null ? null : `${publicUrl}${path}` })),
      ),
    },
  };
}

type Drawn = { pdf: Buffer; pictures: MailAttachment[] };
let last: { key: string; drawn: Drawn } | null = null;

/** A report goes to many one after another, and drawing it takes longer than anything else about a mail. */
async function drawnOnce(run: ReportHead, shown: readonly ShownSection[], setting: MailSetting): Promise<Drawn> {
  const { kind, name, period, madeAt } = run;
  const { workspace, publicUrl } = setting;
  // By all that it is drawn from: who in it is called otherwise meanwhile, is drawn anew.
  const key = JSON.stringify([kind, name, period, madeAt, workspace, publicUrl, shown]);
  if (last?.key === key) return last.drawn;
  const pdf = await reportPdf(run, shown, setting);
  const drawn = { pdf, pictures: shown.flatMap(picturesOf) };
  last = { key, drawn };
  return drawn;
}

function picturesOf({ chart }: ShownSection, index: number): MailAttachment[] {
  if (chart === null) return [];
  const content = drawPng(drawChart(chart, printPalette), pictureWidth);
  return [{ filename: `chart-${index}.png`, contentType: "image/png", content, cid: cidOf(index) }];
}
