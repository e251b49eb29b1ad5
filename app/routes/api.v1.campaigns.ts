import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { beginCampaign } from "#app/campaigns/begin-campaign.server.ts";
import { NewCampaign } from "#app/campaigns/campaign-schemas.ts";
import { campaignOnWire, campaignsOnWire } from "#app/campaigns/campaigns-on-wire.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    return json(200, { data: await campaignsOnWire(context.db, caller, context.now) });
  });
}

export async function action({ request, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("GET", "POST");
    const caller = await requireToken({ request, context }, "write");
    const { body, text } = await readJson(request, NewCampaign);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { workspace, actor, auditActor } = caller;
      const { now } = context;
      const { id } = await beginCampaign(tx, { workspaceId: workspace.id, wish: body, actor, auditActor, now });
      return { status: 201, body: await campaignOnWire(tx, caller, id, now) };
    });
  });
}
