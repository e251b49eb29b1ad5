import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { UsesQuery } from "#app/break-glass/use-schemas.ts";
import { usesOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    return json(200, await usesOnWire(context.db, caller, readQuery(request, UsesQuery), context.now));
  });
}

export const action = () => methodNotAllowed("GET");
