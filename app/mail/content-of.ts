import { contents } from "./contents.ts";
import { carriedIn, isDigest, itemOf } from "./digest-contents.ts";
import type { MailContent, MailSetting } from "./mail-content.ts";
import { plainText } from "./plain-text.ts";
import type { Template } from "./templates.ts";

/** Returns what a message says, made of its template and the data that was queued, wherever it is shown. */
export function contentOf(
  template: Template,
  data: Readonly<Record<string, string>>,
  setting: Pick<MailSetting, "publicUrl">,
): MailContent {
  const { publicUrl } = setting;
  const content = contents[template]((key) => plainText(data[key] ?? ""), {
    exception: (id) => `${publicUrl}/exceptions/${encodeURIComponent(id)}`,
    page: (path) => `${publicUrl}${path}`,
  });
  if (!isDigest(template)) return content;
  return {
    ...content,
    items: carriedIn(data).map((carried) => itemOf(contentOf(carried.template, carried.data, setting))),
  };
}
