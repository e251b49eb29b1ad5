import type { Db } from "#db/connect.ts";
import { usersWithRole } from "#db/users.ts";
import { disableEndpoint, findEndpoint } from "#db/webhook-endpoints.ts";
import { type WriteContext, write } from "#db/write.ts";
import type { DisabledFor, Endpoint } from "./endpoint.ts";

/** Thrown inside a write where somebody else was faster, so that nothing of it is kept. */
class DisabledAlready extends Error {}

/** Sends nothing more to a receiver that is gone or fails for days, and tells the admins, once. */
export async function disableFor(
  db: Db,
  endpoint: Endpoint,
  { reason, by }: { reason: DisabledFor; by: WriteContext },
): Promise<boolean> {
  const { workspaceId, id, description, shownUrl } = endpoint;
  try {
    await write(db, by, async (tx, { audit, notify }) => {
      if (!(await disableEndpoint(tx, endpoint, { reason, now: by.now }))) throw new DisabledAlready();
      const failingSince = (await findEndpoint(tx, workspaceId, id))?.failingSince ?? null;
      audit("webhook.disabled", { kind: "webhook", id }, { reason, failingSince });
      const data = { id, description, url: shownUrl, reason, failingSince: failingSince ?? "", at: by.now };
      for (const admin of await usersWithRole(tx, workspaceId, ["owner", "admin"]))
        notify({ template: "webhook_disabled", toUserId: admin.id, toAddress: admin.userName, data });
    });
    return true;
  } catch (caught) {
    if (caught instanceof DisabledAlready) return false;
    throw caught;
  }
}
