import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { type Caller, requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { problem } from "#app/http/problem.ts";
import { rotateSecret } from "#app/webhooks/change-endpoint.server.ts";
import { disableByHand, enable, replay, sendTest } from "#app/webhooks/steer-endpoint.server.ts";
import { changingBy } from "#app/webhooks/webhook-access.server.ts";
import { ReplayWire, RotationWire, webhookCommands, wireOfEndpoint } from "#app/webhooks/webhook-wire.ts";
import { findEndpoint } from "#db/webhook-endpoints.ts";

const Params = z.object({ id: z.string().min(1), command: z.enum(webhookCommands) });

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "policy");
    const read = Params.safeParse(params);
    if (!read.success) return problem(404, "not_found", `A webhook has the commands ${webhookCommands.join(", ")}.`);
    return json(200, await give({ request, context }, caller, read.data));
  });
}

type Call = { request: Request; context: RequestContext };

async function give({ request, context }: Call, caller: Caller, { id, command }: z.output<typeof Params>) {
  const changing = changingBy(context, caller);
  switch (command) {
    case "rotate-secret": {
      const { body } = await readJson(request, RotationWire);
      const secret = await rotateSecret(changing, id, body.overlap_hours);
      return { ...(await wireOf(context, caller, id)), secret };
    }
    case "replay": {
      const { body } = await readJson(request, ReplayWire);
      const which = "message_id" in body ? { id: body.message_id } : { since: body.failed_since };
      return { messages: await replay(changing, id, which) };
    }
    case "enable":
      await enable(changing, id);
      return wireOf(context, caller, id);
    case "disable":
      await disableByHand(changing, id);
      return wireOf(context, caller, id);
    case "test":
      await sendTest(changing, id);
      return wireOf(context, caller, id);
    default:
      return command satisfies never;
  }
}

async function wireOf({ db }: RequestContext, { workspace }: Caller, id: string) {
  const endpoint = await findEndpoint(db, workspace.id, id);
  if (!endpoint) throw new Error(`webhook ${id} is not there, though it was changed a moment ago`);
  return wireOfEndpoint(endpoint);
}
