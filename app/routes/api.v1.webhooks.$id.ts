import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { changeEndpoint } from "#app/webhooks/change-endpoint.server.ts";
import { judgeUrl } from "#app/webhooks/judged-url.server.ts";
import { remove } from "#app/webhooks/steer-endpoint.server.ts";
import { changingBy, requireWebhookReader } from "#app/webhooks/webhook-access.server.ts";
import { WebhookPatch, wireOfEndpoint } from "#app/webhooks/webhook-wire.ts";
import { findEndpoint } from "#db/webhook-endpoints.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireWebhookReader({ request, context });
    const { id } = Params.parse(params);
    const endpoint = await findEndpoint(context.db, workspace.id, id);
    return endpoint ? json(200, wireOfEndpoint(endpoint)) : problem(404, "not_found", `There is no webhook ${id}.`);
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const { id } = Params.parse(params);
    if (request.method === "DELETE") {
      const caller = await requireToken({ request, context }, "policy");
      await remove(changingBy(context, caller), id);
      return new Response(null, { status: 204 });
    }
    if (request.method !== "PATCH") return methodNotAllowed("GET", "PATCH", "DELETE");
    const caller = await requireToken({ request, context }, "policy");
    const { body, text } = await readJson(request, WebhookPatch);
    const judged = body.url === undefined ? undefined : await judgeUrl(context.outside, body.url);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const changed = await changeEndpoint({ ...changingBy(context, caller), db: tx }, id, {
        ...(body.description !== undefined && { description: body.description }),
        ...(body.event_types !== undefined && { eventTypes: body.event_types }),
        ...(body.names_people !== undefined && { namesPeople: body.names_people }),
        ...(judged && { judged }),
      });
      return { status: 200, body: wireOfEndpoint(changed) };
    });
  });
}
