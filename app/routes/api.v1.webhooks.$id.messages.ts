import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { requireWebhookReader } from "#app/webhooks/webhook-access.server.ts";
import { WebhookLogParams, wireOfMessage } from "#app/webhooks/webhook-wire.ts";
import { findEndpoint } from "#db/webhook-endpoints.ts";
import { listWebhookLog } from "#db/webhook-messages.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireWebhookReader({ request, context });
    const { id } = Params.parse(params);
    const { state = null, cursor = null, limit } = readQuery(request, WebhookLogParams);
    if (!(await findEndpoint(context.db, workspace.id, id)))
      return problem(404, "not_found", `There is no webhook ${id}.`);
    const query = { endpointId: id, state, before: cursor, limit };
    const { messages, next } = await listWebhookLog(context.db, workspace.id, query);
    return json(200, { data: messages.map(wireOfMessage), next_cursor: next === null ? null : String(next) });
  });
}

export const action = () => methodNotAllowed("GET");
