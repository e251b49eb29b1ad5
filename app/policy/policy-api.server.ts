import { type Caller, requireToken } from "#app/auth/caller.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { readsPolicy } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import type { PolicyDraft } from "#db/policy-drafts.ts";
import { allowedCommands, asAskedFor } from "./draft-view.server.ts";
import { wireOfDraft } from "./policy-wire.ts";

type Call = { request: Request; context: RequestContext };

/** @throws Response 401 or 403 without a token that reads, Refused 403 for people who do not read the policy. */
export async function requireReadingToken(call: Call): Promise<Caller> {
  const caller = await requireToken(call, "read");
  if (!readsPolicy(caller.roles))
    throw new Refused(403, "not_policy_reader", "The policy is read by admins and auditors.");
  return caller;
}

/** Returns a draft as the API shows it to the caller. */
export async function draftOnWire(db: Db, caller: Caller, draft: PolicyDraft) {
  const { changes } = await asAskedFor(db, caller.workspace.id, draft);
  return wireOfDraft(draft, { changes, allowed: allowedCommands(draft, caller) });
}
