import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { DraftWire, draftOf } from "#app/register/draft-wire.ts";
import { wireOf } from "#app/register/exception-wire.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { ListParams, writeCursor } from "#app/register/list-params.ts";
import { listRequest } from "#app/register/list-request.server.ts";
import { lookAt, sightOf } from "#app/register/show.server.ts";
import { listExceptions } from "#db/exception-list.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const params = ListParams.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!params.success) {
      const errors = params.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return problem(400, "invalid_query", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), {
        errors,
      });
    }
    const query = await listRequest(context.db, caller, params.data, context.now);
    const { records, next } = await listExceptions(context.db, caller.workspace.id, query);
    const sights = await lookAt(context.db, caller, records, context.now);
    return json(200, {
      data: sights.map((sight) => wireOf(sight, context.now)),
      next_cursor: writeCursor(next),
    });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "write");
    const { body, text } = await readJson(request, DraftWire);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { id } = await fileException(tx, {
        workspaceId: caller.workspace.id,
        draft: draftOf(body),
        requestor: { userId: caller.user.id, roles: caller.roles },
        actor: caller.auditActor,
        now: context.now,
      });
      return { status: 201, body: wireOf(await sightOf(tx, caller, id, context.now), context.now) };
    });
  });
}
