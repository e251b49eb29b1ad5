import { contents } from "./contents.ts";
import type { MailSetting } from "./mail-content.ts";
import { renderHtml } from "./render-html.ts";
import { renderText } from "./render-text.ts";
import type { Template } from "./templates.ts";

export type RenderedMail = { subject: string; text: string; html: string };

/** Makes a mail of a template and the data that was queued; text and HTML say the same. */
export function renderMail(
  template: Template,
  data: Readonly<Record<string, string>>,
  setting: MailSetting,
): RenderedMail {
  const { publicUrl } = setting;
  const content = contents[template]((key) => data[key] ?? "", {
    exception: (id) => `${publicUrl}/exceptions/${encodeURIComponent(id)}`,
    page: (path) => `${publicUrl}${path}`,
  });
  const said = { ...content, facts: content.facts.filter(([, value]) => value !== "") };
  return {
    subject: oneLine(`${said.subject} (${setting.workspace})`),
    text: renderText(said, setting),
    html: renderHtml(said, setting),
  };
}

/** A line break in a subject would begin another header. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}
