import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { DraftWire, draftOf } from "#app/register/draft-wire.ts";
import { wireOf } from "#app/register/exception-wire.ts";
import { editException } from "#app/register/file-exception.server.ts";
import { sightOf } from "#app/register/show.server.ts";

const Params = z.object({ id: z.string().min(1) });
const Edit = DraftWire.extend({ version: z.number({ error: "Send the version that you read." }).int() });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { id } = Params.parse(params);
    return json(200, wireOf(await sightOf(context.db, caller, id, context.now), context.now));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT") return methodNotAllowed("GET", "PUT");
    const caller = await requireToken({ request, context }, "write");
    const { id } = Params.parse(params);
    const { body, text } = await readJson(request, Edit);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      await sightOf(tx, caller, id, context.now);
      await editException(tx, {
        workspaceId: caller.workspace.id,
        id,
        version: body.version,
        draft: draftOf(body),
        editor: { userId: caller.user.id, roles: caller.roles },
        actor: caller.auditActor,
        now: context.now,
      });
      return { status: 200, body: wireOf(await sightOf(tx, caller, id, context.now), context.now) };
    });
  });
}
