import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { drillOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    return json(200, await drillOnWire(context.db, caller, Params.parse(params).id));
  });
}

export const action = () => methodNotAllowed("GET");
