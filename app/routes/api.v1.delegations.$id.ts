import type { ActionFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { endDelegation } from "#app/register/delegate.server.ts";
import { delegationOnWire } from "#app/register/delegation-wire.ts";

export const loader = () => methodNotAllowed("DELETE");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "DELETE") return methodNotAllowed("DELETE");
    const caller = await requireToken({ request, context }, "write");
    const ended = await endDelegation(context.db, {
      workspaceId: caller.workspace.id,
      id: params.id ?? "",
      by: caller.actor,
      actor: caller.auditActor,
      now: context.now,
    });
    return json(200, delegationOnWire(ended, context.now));
  });
}
