import { type Caller, requireToken } from "#app/auth/caller.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { readsPolicy } from "#app/register/roles.ts";
import type { Changing } from "./change-endpoint.server.ts";

type Call = { request: Request; context: RequestContext };

/**
 * Returns whoever reads webhooks and their log over the API: admins and auditors.
 * @throws Response 401, 403; Refused 403.
 */
export async function requireWebhookReader(call: Call): Promise<Caller> {
  const caller = await requireToken(call, "read");
  if (!readsPolicy(caller.roles))
    throw new Refused(403, "not_webhook_reader", "Webhooks are read by admins and auditors.");
  return caller;
}

/** Who changes webhooks, on a screen or over the API. */
export function changingBy({ db, secrets, now }: RequestContext, caller: Caller): Changing {
  return { db, secrets, workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor, now };
}
