import { type Requester, requireRequester } from "#app/auth/request-token.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { problem } from "#app/http/problem.ts";

/**
 * Returns who asks for access.
 * @throws Response 404 where ACCESS_REQUESTS is off, 401 or 403 as problem documents.
 */
export async function requireAccessRequests(call: { request: Request; context: RequestContext }): Promise<Requester> {
  if (!call.context.takesAccessRequests)
    throw problem(404, "not_found", "This server takes no access requests; ACCESS_REQUESTS is off.");
  return requireRequester(call);
}
