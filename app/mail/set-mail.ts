import type { MailContent, MailSetting } from "./mail-content.ts";
import { plainText } from "./plain-text.ts";
import { renderHtml } from "./render-html.ts";
import { renderText } from "./render-text.ts";

/** A file that goes with a mail; with a `cid` it is a picture that the HTML shows. */
export type MailAttachment = { filename: string; contentType: string; content: Buffer; cid: string | null };

export type RenderedMail = {
  subject: string;
  text: string;
  html: string;
  attachments?: readonly MailAttachment[];
};

/** Mail programs show about as much, and a title may be as long as it likes. */
const longestSubject = 160;

/** Sets what a mail says as text and as HTML, with why its reader gets it and, if they have a choice, where they choose. */
export function setMail(
  content: MailContent,
  { publicUrl, ...setting }: MailSetting,
  { hasChoice }: { hasChoice: boolean },
): RenderedMail {
  const workspace = oneLine(plainText(setting.workspace));
  const name = setting.name === null ? null : oneLine(plainText(setting.name));
  const mail = {
    ...content,
    subject: oneLine(content.subject),
    facts: content.facts.filter(([, value]) => value !== ""),
    why: `You get this because of your part in the MFA register of ${workspace}.`,
    choose: hasChoice ? { label: "Choose what is mailed to you", url: `${publicUrl}/account/notifications` } : null,
  };
  return {
    subject: `${shortened(mail.subject)} (${workspace})`,
    text: renderText(mail, { name }),
    html: renderHtml(mail, { name }),
  };
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function shortened(subject: string): string {
  const characters = [...subject];
  return characters.length <= longestSubject ? subject : `${characters.slice(0, longestSubject - 1).join("")}…`;
}
