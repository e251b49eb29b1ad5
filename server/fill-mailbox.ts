import type { RequestContext } from "#app/http/load-context.server.ts";
import { composeMail } from "#app/mail/compose-mail.server.ts";
import type { Mailbox } from "#app/mail/mailbox.server.ts";
import { listMailSent } from "#db/demo/mail-sent.ts";
import { listWorkspaces } from "#db/workspaces.ts";

/** Puts what the demo's history says was sent where it would have been kept, had the demo been running all the time. */
export async function fillMailbox(
  mailbox: Mailbox,
  { db, publicUrl, secrets }: Pick<RequestContext, "db" | "publicUrl" | "secrets">,
): Promise<void> {
  for (const workspace of await listWorkspaces(db))
    for (const { name, ...message } of await listMailSent(db, workspace.id)) {
      const setting = { publicUrl: publicUrl.origin, workspace: workspace.name, name };
      const mail = await composeMail({ db, secrets }, message, setting);
      const { id, toAddress: to, createdAt: writtenAt } = message;
      await mailbox.send({ id, to, writtenAt, ...mail });
    }
}
