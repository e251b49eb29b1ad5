import type { MailSection, MailSetting, SetMail } from "./mail-content.ts";

/** As wide as mail is read everywhere, quoted once or twice. */
const mostColumns = 76;

/** Sets a mail as plain text. */
export function renderText(mail: SetMail, { name }: Pick<MailSetting, "name">): string {
  const { lead, facts, verbatim = "", items = [], sections = [], link, silence, after, footnote, why, choose } = mail;
  const width = Math.max(0, ...facts.map(([label]) => label.length)) + 2;
  const parts = [
    ...(name ? [`${name},`] : []),
    wrapped(lead),
    facts.map(([label, value]) => label.padEnd(width) + wrapped(value, width)).join("\n"),
    verbatim.trimEnd(),
    ...items.map(({ subject, text, url }) =>
      [wrapped(`* ${subject}`, 2), ...(text ? [`  ${wrapped(text, 2)}`] : []), `  ${url}`].join("\n"),
    ),
    ...sections.map(sectionText),
    // An address stands alone on its line and whole, however long it is.
    `${link.label}:\n${link.url}`,
    silence ? wrapped(`${silence[0]}, ${silence[1]}`) : "",
    wrapped(after),
    `-- \n${wrapped(`${footnote} ${why}`)}${choose ? `\n${choose.label}:\n${choose.url}` : ""}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** The table stands for the picture. */
function sectionText({ title, caption, table, text }: MailSection): string {
  const rows = table
    ? [table.columns.join(" · "), ...table.rows.map((row) => row.map((cell) => cell.text).join(" · "))]
    : [];
  return [
    `${title}\n${"-".repeat(Math.min(title.length, mostColumns))}`,
    ...(caption === null ? [] : [wrapped(caption)]),
    rows.map((row) => wrapped(`- ${row}`, 2)).join("\n"),
    wrapped(text ?? ""),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Breaks between words; what follows the first line is set in as far as it begins. */
function wrapped(text: string, indent = 0): string {
  const rows = text.split("\n").flatMap((line) => {
    const row: string[] = [""];
    for (const word of line.split(" ")) {
      const last = row.at(-1) ?? "";
      const joined = last === "" ? word : `${last} ${word}`;
      if (last === "" || indent + joined.length <= mostColumns) row[row.length - 1] = joined;
      else row.push(word);
    }
    return row;
  });
  return rows.join(`\n${" ".repeat(indent)}`);
}
