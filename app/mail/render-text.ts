import type { MailContent, MailSetting } from "./mail-content.ts";

/** Sets a mail as plain text. */
export function renderText(
  { lead, facts, link, after, footnote }: MailContent,
  { workspace, name }: MailSetting,
): string {
  const width = Math.max(0, ...facts.map(([label]) => label.length)) + 2;
  const parts = [
    ...(name ? [`${name},`] : []),
    lead,
    facts.map(([label, value]) => `${label.padEnd(width)}${value}`).join("\n"),
    `${link.label}:\n${link.url}`,
    after,
    `-- \n${footnote} You get this because of your part in the MFA register of ${workspace}.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
