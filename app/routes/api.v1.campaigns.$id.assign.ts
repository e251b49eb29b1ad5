import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { CampaignAssignment } from "#app/campaigns/campaign-schemas.ts";
import { campaignOnWire } from "#app/campaigns/campaigns-on-wire.server.ts";
import { reassign } from "#app/campaigns/change-campaign.server.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1) });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "write");
    const { id } = Params.parse(params);
    const { body, text } = await readJson(request, CampaignAssignment);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const { workspace, actor, auditActor } = caller;
      const change = { workspaceId: workspace.id, id, actor, auditActor, now: context.now };
      await reassign(tx, { ...change, exceptionId: body.exception_id, reviewerId: body.reviewer_id });
      return { status: 200, body: await campaignOnWire(tx, caller, id, context.now) };
    });
  });
}
