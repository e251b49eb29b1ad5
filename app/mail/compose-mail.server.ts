import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { reportMail } from "#app/scheduled-reports/report-mail.server.ts";
import type { Db } from "#db/connect.ts";
import type { QueuedMessage } from "#db/outbox.ts";
import type { MailSetting } from "./mail-content.ts";
import { withOpenLink } from "./open-link.server.ts";
import { renderMail } from "./render-mail.ts";
import type { RenderedMail } from "./set-mail.ts";

/** Makes the mail of a queued message. A report is read where it is kept: the message names it and carries nothing of it. */
export async function composeMail(
  { db, secrets }: { db: Db; secrets: SecretBox },
  message: QueuedMessage,
  setting: MailSetting,
): Promise<RenderedMail> {
  if (message.template === "report_sent") return reportMail(db, message, setting);
  return renderMail(message.template, withOpenLink(message.data, secrets), setting);
}
