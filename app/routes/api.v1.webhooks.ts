import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { addEndpoint } from "#app/webhooks/change-endpoint.server.ts";
import { judgeUrl } from "#app/webhooks/judged-url.server.ts";
import { changingBy, requireWebhookReader } from "#app/webhooks/webhook-access.server.ts";
import { WebhookPost, wireOfEndpoint } from "#app/webhooks/webhook-wire.ts";
import { listEndpoints } from "#db/webhook-endpoints.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireWebhookReader({ request, context });
    return json(200, { data: (await listEndpoints(context.db, workspace.id)).map(wireOfEndpoint) });
  });
}

// No Idempotency-Key here: the answer, which would be kept for a repeat, holds a secret.
export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "policy");
    const { body } = await readJson(request, WebhookPost);
    const { url, event_types: eventTypes, names_people: namesPeople, ...rest } = body;
    const judged = await judgeUrl(context.outside, url);
    const added = await addEndpoint(changingBy(context, caller), { ...rest, eventTypes, namesPeople, judged });
    return json(201, { ...wireOfEndpoint(added.endpoint), secret: added.secret });
  });
}
