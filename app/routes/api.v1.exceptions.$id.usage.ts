import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { sightOf } from "#app/register/show.server.ts";
import { usageView } from "#app/register/usage-view.server.ts";
import { usageWireOf } from "#app/register/usage-wire.ts";

const Params = z.object({ id: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const caller = await requireToken({ request, context }, "read");
    const { id } = Params.parse(params);
    const { db, now } = context;
    const { record } = await sightOf(db, caller, id, now);
    const { timeZone } = caller.workspace;
    return json(200, usageWireOf(id, await usageView(db, record, { timeZone, now })));
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
