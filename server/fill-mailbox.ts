import type { RequestContext } from "#app/http/load-context.server.ts";
import type { Mailbox } from "#app/mail/mailbox.server.ts";
import { withOpenLink } from "#app/mail/open-link.server.ts";
import { renderMail } from "#app/mail/render-mail.ts";
import { listMailSent } from "#db/demo/mail-sent.ts";
import { listWorkspaces } from "#db/workspaces.ts";

/** Puts what the demo's history says was sent where it would have been kept, had the demo been running all the time. */
export async function fillMailbox(
  mailbox: Mailbox,
  { db, publicUrl, secrets }: Pick<RequestContext, "db" | "publicUrl" | "secrets">,
): Promise<void> {
  for (const workspace of await listWorkspaces(db))
    for (const { id, toAddress, template, data, name, createdAt } of await listMailSent(db, workspace.id)) {
      const setting = { publicUrl: publicUrl.origin, workspace: workspace.name, name };
      const mail = renderMail(template, withOpenLink(data, secrets), setting);
      await mailbox.send({ id, to: toAddress, writtenAt: createdAt, ...mail });
    }
}
