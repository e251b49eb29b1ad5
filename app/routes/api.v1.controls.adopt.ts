import type { ActionFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { adoptControls } from "#app/controls/adopt-controls.server.ts";
import { wireOfControl } from "#app/controls/control-wire.ts";
import { answer, changeOnce, methodNotAllowed } from "#app/http/api.server.ts";

export const loader = () => methodNotAllowed("POST");

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "policy");
    return changeOnce({ context, caller, request, text: await request.text() }, async (tx) => {
      const changing = { workspaceId: caller.workspace.id, by: caller.actor, actor: caller.auditActor };
      const added = await adoptControls(tx, { ...changing, now: context.now });
      return { status: 200, body: { added: added.map(wireOfControl) } };
    });
  });
}
