import type { ActionFunctionArgs } from "@remix-run/node";
import { requireDirectoryToken } from "#app/directory/directory-access.server.ts";
import { personAt } from "#app/directory/person-at.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { wireOf } from "#app/register/exception-wire.ts";
import { forceSkip } from "#app/register/force-skip.server.ts";
import { ForceSkipForm } from "#app/register/force-skip.ts";
import { sightOf } from "#app/register/show.server.ts";

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireDirectoryToken({ request, context });
    const { body: asked, text } = await readJson(request, ForceSkipForm);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { workspace, actor: by, auditActor: actor } = caller;
      const { id: userId } = await personAt(tx, workspace.id, params.id);
      const { id } = await forceSkip(tx, { workspaceId: workspace.id, userId, by, actor, asked, now: context.now });
      return { status: 201, body: wireOf(await sightOf(tx, caller, id, context.now), context.now) };
    });
  });
}
