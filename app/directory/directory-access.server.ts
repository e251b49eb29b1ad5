import { type Caller, requireCaller, requireToken } from "#app/auth/caller.server.ts";
import type { Managing } from "#app/auth/managing.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { readsPolicy } from "#app/register/roles.ts";

type Call = { request: Request; context: RequestContext };

/** Whoever reads the policy reads whom it is about. */
function refuseStranger({ roles }: Caller): void {
  if (!readsPolicy(roles))
    throw new Refused(403, "not_directory_reader", "The directory is read by admins and auditors.");
}

/** @throws Response a redirect to the sign-in page, or 403 for people who are neither admin nor auditor. */
export async function requireDirectoryReader(call: Call): Promise<Caller> {
  const caller = await requireCaller(call);
  if (!readsPolicy(caller.roles))
    throw new Response("The directory is for admins and auditors.", { status: 403, statusText: "Forbidden" });
  return caller;
}

/** @throws Response 401 or 403 without a token that reads, Refused 403 for people who are neither admin nor auditor. */
export async function requireDirectoryReadToken(call: Call): Promise<Caller> {
  const caller = await requireToken(call, "read");
  refuseStranger(caller);
  return caller;
}

/**
 * What is not there is refused only to those who would be let in; for everyone else it is as hidden as what is there.
 * @throws Response 401 or 403 without a token that changes the directory, Refused 403 for people who do not read it.
 */
export async function requireDirectoryToken(call: Call): Promise<Caller> {
  const caller = await requireToken(call, "directory");
  refuseStranger(caller);
  return caller;
}

/** In whose name the caller changes the directory; whether they may is judged inside the change. */
export function managingBy(caller: Caller, { now }: RequestContext): Managing {
  return { workspaceId: caller.workspace.id, by: { userId: caller.user.id }, actor: caller.auditActor, now };
}
