import { escaped } from "./escaped.ts";
import { mailColours } from "./mail-colours.ts";
import type { MailCell, MailSection } from "./mail-content.ts";

const [ink] = mailColours.text;
const [muted] = mailColours["text-2"];
const [line] = mailColours.line;
const [accent] = mailColours.accent;

/** Sets a part of a report; the light colours stand inline, and the classes are those of the mail around it. */
export function sectionHtml({ title, caption, picture, table, text }: MailSection): string {
  return [
    `<h2 class="ink" style="margin:24px 0 8px;font-size:17px;line-height:1.3;font-weight:600;color:${ink}">${escaped(title)}</h2>`,
    caption === null ? "" : small(caption),
    picture === null
      ? ""
      : // Drawn in light colours, so it brings its own ground into a dark mail.
        `<img src="cid:${escaped(picture.cid)}" alt="${escaped(picture.alt)}" width="552" style="display:block;width:100%;max-width:552px;height:auto;margin:0 0 12px;background:#ffffff;border-radius:6px">`,
    table === null ? "" : tableOf(table),
    text === null ? "" : `<p class="ink" style="margin:0 0 16px;color:${ink}">${escaped(text)}</p>`,
  ].join("\n");
}

function small(text: string): string {
  return `<p class="muted" style="margin:0 0 12px;font-size:14px;color:${muted}">${escaped(text)}</p>`;
}

function tableOf({ columns, rows }: NonNullable<MailSection["table"]>): string {
  const head = columns.map(
    (column) =>
      `<th scope="col" class="muted line" style="text-align:left;font-weight:400;font-size:13px;color:${muted};padding:4px 12px 4px 0;border-bottom:1px solid ${line}">${escaped(column)}</th>`,
  );
  const body = rows.map((row) => `<tr>${row.map(cellOf).join("")}</tr>`);
  return `<table width="100%" style="width:100%;margin:0 0 16px;border-collapse:collapse;font-size:14px"><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function cellOf({ text, url }: MailCell): string {
  const said =
    url === null
      ? escaped(text)
      : `<a class="link" href="${escaped(url)}" style="color:${accent};white-space:nowrap">${escaped(text)}</a>`;
  return `<td class="ink line" dir="auto" style="padding:4px 12px 4px 0;vertical-align:top;color:${ink};border-bottom:1px solid ${line}">${said}</td>`;
}
