import { contentOf } from "./content-of.ts";
import type { MailSetting } from "./mail-content.ts";
import { type RenderedMail, setMail } from "./set-mail.ts";
import type { Template } from "./templates.ts";
import { traits } from "./traits.ts";

/** Makes a mail of a template and the data that was queued; text and HTML say the same. */
export function renderMail(
  template: Template,
  data: Readonly<Record<string, string>>,
  setting: MailSetting,
): RenderedMail {
  // Who is mailed at an address alone has no account to choose in, and what lets somebody in is always mailed.
  const hasChoice = setting.name !== null && !traits[template].isSecret;
  return setMail(contentOf(template, data, setting), setting, { hasChoice });
}
