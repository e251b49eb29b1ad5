import type { LoaderFunctionArgs } from "@remix-run/node";
import { findTask } from "#app/access-requests/find-task.server.ts";
import { hasLapsed } from "#app/access-requests/has-lapsed.server.ts";
import { requireAccessRequests } from "#app/access-requests/require-access-requests.server.ts";
import { taskWire } from "#app/access-requests/task-wire.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const requester = await requireAccessRequests({ request, context });
    const record = await findTask(context.db, requester, params.id ?? "");
    const lapsed = await hasLapsed(context.db, record);
    const { now, publicUrl } = context;
    return json(200, taskWire(record, { hasLapsed: lapsed, origin: publicUrl.origin, now }));
  });
}

export const action = () => methodNotAllowed("GET");
