import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { setWatch } from "#app/register/watch.server.ts";

const Params = z.object({ id: z.string().min(1) });

export const loader = () => methodNotAllowed("PUT", "DELETE");

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT" && request.method !== "DELETE") return methodNotAllowed("PUT", "DELETE");
    const { id } = Params.parse(params);
    const caller = await requireToken({ request, context }, "write");
    const isWatching = request.method === "PUT";
    await setWatch(context.db, { caller, id, isWatching, now: context.now });
    return json(200, { is_watching: isWatching });
  });
}
