import type { ActionFunctionArgs } from "@remix-run/node";
import { cancelTask } from "#app/access-requests/cancel-task.server.ts";
import { requireAccessRequests } from "#app/access-requests/require-access-requests.server.ts";
import { taskWire } from "#app/access-requests/task-wire.ts";
import { answer, changeOnce, methodNotAllowed } from "#app/http/api.server.ts";

export const loader = () => methodNotAllowed("POST");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    const requester = await requireAccessRequests({ request, context });
    if (request.method !== "POST") return methodNotAllowed("POST");
    const { now, publicUrl } = context;
    return changeOnce({ context, caller: requester, request, text: "" }, async (tx) => {
      const record = await cancelTask(tx, requester, params.id ?? "", now);
      return { status: 200, body: taskWire(record, { hasLapsed: false, origin: publicUrl.origin, now }) };
    });
  });
}
