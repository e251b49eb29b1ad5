import type { MailContent, MailSetting } from "./mail-content.ts";

// Mail programs know neither style sheets nor custom properties, so the styles stand inline.
const ink = "color:#1c2430";
const muted = "color:#5a6675";
const font = "font-family:system-ui,-apple-system,'Segoe UI',sans-serif;font-size:16px;line-height:1.5";

/** Sets a mail as HTML; whatever people wrote is escaped. */
export function renderHtml(
  { subject, lead, facts, link, after, footnote }: MailContent,
  { workspace, name }: MailSetting,
): string {
  const rows = facts.map(
    ([label, value]) =>
      `<tr><th scope="row" style="${muted};text-align:left;vertical-align:top;font-weight:400;padding:4px 16px 4px 0">${escaped(label)}</th>` +
      `<td style="padding:4px 0">${escaped(value)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;background:#f4f6f8;${font};${ink}">
<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #d8dee5;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escaped(subject)}</h1>
${name ? `<p style="margin:0 0 16px">${escaped(name)},</p>\n` : ""}<p style="margin:0 0 16px">${escaped(lead)}</p>
<table style="margin:0 0 16px;border-collapse:collapse"><tbody>${rows.join("")}</tbody></table>
<p style="margin:0 0 8px"><a href="${escaped(link.url)}" style="display:inline-block;padding:10px 16px;background:#0b5cad;color:#ffffff;text-decoration:none;border-radius:6px">${escaped(link.label)}</a></p>
<p style="margin:0 0 16px;font-size:14px;${muted};word-break:break-all">${escaped(link.url)}</p>
<p style="margin:0 0 16px">${escaped(after)}</p>
<hr style="border:0;border-top:1px solid #d8dee5;margin:16px 0">
<p style="margin:0;font-size:14px;${muted}">${escaped(footnote)} You get this because of your part in the MFA register of ${escaped(workspace)}.</p>
</div>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
