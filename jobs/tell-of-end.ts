import { endFactsOf } from "#app/register/mail-facts.server.ts";
import type { Db } from "#db/connect.ts";
import type { Ending } from "#db/expiry.ts";
import { findUsers } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { Journal } from "#db/write.ts";

type EndTemplate = "exception_begun" | "exception_expiring" | "exception_expired" | "exception_needless";
type News = { ending: Ending; template: EndTemplate };

/**
 * Queues a message about a start or an end, or an end that is proposed, to the owner and the requestor, once each; who is
 * barred from signing in is not told, and where that is all of them the security contact is.
 */
export async function tellOfEnd(
  tx: Db,
  { notify }: Journal,
  { id: workspaceId, securityContact }: Workspace,
  { ending, template }: News,
): Promise<void> {
  const ids = [ending.ownerId, ending.requestorId].filter((id) => id !== null);
  const data = await endFactsOf(tx, workspaceId, ending.id);
  const people = (await findUsers(tx, workspaceId, ids)).values();
  const readers = [...people].filter(({ disabledAt }) => disabledAt === null);
  for (const { id, userName } of readers) notify({ template, toUserId: id, toAddress: userName, data });
  if (readers.length === 0 && securityContact) notify({ template, toUserId: null, toAddress: securityContact, data });
}
