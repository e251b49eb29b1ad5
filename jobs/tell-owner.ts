import type { Template } from "#app/mail/templates.ts";
import { mailFactsOf } from "#app/register/mail-facts.server.ts";
import type { Db } from "#db/connect.ts";
import type { Told } from "#db/owner-notices.ts";
import { findUser } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { Journal } from "#db/write.ts";

type News = {
  record: Told;
  template: Template;
  data: Record<string, string>;
  /** Whether the security contact hears of it, too; they always do where no owner could. */
  alertsContact?: boolean;
};

/** Queues a message to the owner of a record, or to the security contact where it has none who could read it. */
export async function tellOwner(
  tx: Db,
  { notify }: Journal,
  { id: workspaceId, securityContact }: Workspace,
  { record, template, data, alertsContact = false }: News,
): Promise<void> {
  const { id, ownerId } = record;
  const all = { ...(await mailFactsOf(tx, workspaceId, id)), ...data };
  const owner = ownerId ? await findUser(tx, workspaceId, ownerId) : undefined;
  const reader = owner?.disabledAt === null ? owner : null;
  if (reader) notify({ template, toUserId: reader.id, toAddress: reader.userName, data: all });
  if (securityContact && (alertsContact || !reader))
    notify({ template, toUserId: null, toAddress: securityContact, data: all });
}
