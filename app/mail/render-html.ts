import { escaped } from "./escaped.ts";
import { mailColours } from "./mail-colours.ts";
import type { MailItem, MailSetting, SetMail } from "./mail-content.ts";
import { sectionHtml } from "./section-html.ts";

type Colour = keyof typeof mailColours;

const light = (colour: Colour) => mailColours[colour][0];
const dark = (colour: Colour) => mailColours[colour][1];

// The light colours stand inline, since many programs drop style blocks; the dark ones need a block, and win by !important.
const ink = `color:${light("text")}`;
const muted = `color:${light("text-2")}`;
const font =
  "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.5";
const wraps = "overflow-wrap:anywhere;word-break:break-word";

const blocks = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.page{padding:0!important}.card{padding:20px 16px!important;border-radius:0!important}.facts th,.facts td{display:block!important;width:auto!important;padding:0!important}.facts td{padding-bottom:8px!important}}
@media (prefers-color-scheme:dark){.page{background:${dark("canvas")}!important}.card{background:${dark("surface")}!important;border-color:${dark("line")}!important}.ink{color:${dark("text")}!important}.muted{color:${dark("text-2")}!important}.link{color:${dark("accent")}!important}.fill{background:${dark("accent-fill")}!important}.line{border-color:${dark("line")}!important}}`;

/** Sets a mail as HTML that reads in light and in dark and on a phone; whatever people wrote is escaped. */
export function renderHtml(mail: SetMail, { name }: Pick<MailSetting, "name">): string {
  const {
    subject,
    lead,
    facts,
    verbatim = "",
    items = [],
    sections = [],
    link,
    silence,
    after,
    footnote,
    why,
    choose,
  } = mail;
  const said = [
    ...(name ? [paragraph(escaped(`${name},`))] : []),
    paragraph(lines(lead)),
    factTable(facts),
    ...(verbatim ? [asIs(verbatim)] : []),
    ...items.map(itemOf),
    ...sections.map(sectionHtml),
    button(link),
    `<p class="muted" style="margin:0 0 16px;font-size:14px;${muted};${wraps}">${escaped(link.url)}</p>`,
    ...(silence ? [paragraph(`<b>${escaped(silence[0])}</b>, ${escaped(silence[1])}`)] : []),
    ...(after ? [paragraph(lines(after))] : []),
    `<div class="line" style="border-top:1px solid ${light("line")};margin:0 0 16px;font-size:0;line-height:0">&nbsp;</div>`,
    `<p class="muted" style="margin:0;font-size:14px;${muted}">${escaped(`${footnote} ${why}`)}${chooser(choose)}</p>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escaped(subject)}</title>
<style>${blocks}</style>
</head>
<body class="page" style="margin:0;padding:24px;background:${light("canvas")};${font};${ink};${wraps}">
<div style="display:none;max-height:0;overflow:hidden;opacity:0;font-size:1px">${escaped(lead)}</div>
<table role="presentation" width="600" align="center" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;margin:0 auto"><tr>
<td class="card ink" bgcolor="${light("surface")}" style="padding:24px;background:${light("surface")};border:1px solid ${light("line")};border-radius:8px;${font};${ink}">
<h1 class="ink" style="margin:0 0 16px;font-size:20px;line-height:1.3;font-weight:600;${ink}">${escaped(subject)}</h1>
${said.join("\n")}
</td>
</tr></table>
</body>
</html>
`;
}

function paragraph(inner: string): string {
  return `<p class="ink" style="margin:0 0 16px;${ink}">${inner}</p>`;
}

function factTable(facts: SetMail["facts"]): string {
  if (facts.length === 0) return "";
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" class="muted" style="width:132px;${muted};text-align:left;vertical-align:top;font-weight:400;padding:4px 16px 4px 0">${escaped(label)}</th>` +
      `<td class="ink" dir="auto" style="padding:4px 0;vertical-align:top;${ink}">${lines(value)}</td></tr>`,
  );
  return `<table class="facts" width="100%" style="width:100%;margin:0 0 16px;border-collapse:collapse"><tbody>${rows.join("")}</tbody></table>`;
}

/** Lines that somebody copies out: broken where the window ends, but only to the eye. */
function asIs(text: string): string {
  return `<pre class="ink line" style="margin:0 0 16px;padding:12px;border:1px solid ${light("line")};font-size:13px;white-space:pre-wrap;${ink};${wraps}">${escaped(text)}</pre>`;
}

function itemOf({ subject, text, url }: MailItem): string {
  const facts = text ? `<br><span class="muted" style="font-size:14px;${muted}">${escaped(text)}</span>` : "";
  return paragraph(
    `<a class="link" href="${escaped(url)}" style="color:${light("accent")};font-weight:600">${escaped(subject)}</a>${facts}`,
  );
}

/** The cell is filled, too: one program for the desktop ignores what surrounds a link. */
function button({ label, url }: SetMail["link"]): string {
  const fill = light("accent-fill");
  return (
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 8px"><tr><td class="fill" bgcolor="${fill}" style="background:${fill};border-radius:6px">` +
    `<a class="fill" href="${escaped(url)}" style="display:inline-block;padding:10px 16px;background:${fill};color:#ffffff;font-weight:600;text-decoration:none;border-radius:6px">${escaped(label)}</a></td></tr></table>`
  );
}

function chooser(choose: SetMail["choose"]): string {
  if (!choose) return "";
  return ` <a class="link" href="${escaped(choose.url)}" style="color:${light("accent")}">${escaped(choose.label)}</a>.`;
}

function lines(text: string): string {
  return escaped(text).replaceAll("\n", "<br>");
}
