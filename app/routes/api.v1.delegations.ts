import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { delegate } from "#app/register/delegate.server.ts";
import { delegationOnWire, NewDelegationWire } from "#app/register/delegation-wire.ts";
import { delegationsFor } from "#app/register/delegations-view.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const delegations = await delegationsFor(context.db, caller);
    return json(200, { data: delegations.map((each) => delegationOnWire(each, context.now)) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "approve");
    const { body, text } = await readJson(request, NewDelegationWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const given = await delegate(tx, {
        workspaceId: caller.workspace.id,
        asked: body,
        by: caller.actor,
        actor: caller.auditActor,
        now: context.now,
      });
      return { status: 201, body: delegationOnWire(given, context.now) };
    });
  });
}
