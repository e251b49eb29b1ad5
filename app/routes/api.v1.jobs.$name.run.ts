import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { RunJobWire } from "#app/job-runs/job-wire.ts";
import { runByHand } from "#app/job-runs/run-by-hand.server.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";

const Params = z.object({ name: z.string().min(1) });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const { workspace, roles, auditActor: actor } = await requireToken({ request, context }, "policy");
    if (!isAdmin(roles)) throw new Refused(403, "not_admin", "Only admins let a job run.");
    const { body } = await readJson(request, RunJobWire);
    const asked = { workspace, name: Params.parse(params).name, item: body.item, actor, now: context.now };
    // Not within a transaction of its key: the run goes on beside it, and a second one at once is refused anyway.
    const { slot, isOver } = await runByHand(context.db, context.runner, asked);
    return json(202, { slot, is_over: isOver });
  });
}
